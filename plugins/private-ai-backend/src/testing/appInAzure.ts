import type { AppRequest, Operation } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { LocalAzure } from './localAzure';
import type { LandingZone } from '../config/landingZone';
import { clusterFor } from '../kubernetes/clusterFor';
import { requireAppRequest } from '../app/request';
import { namesOf, type ManifestInput } from '../app/names';
import type { WorkContext } from '../operations/work';
import { publishedForTest } from './keys';
import { createProvisionWork } from '../provisioning/work';

/** An application as the form asks for it. */
export function appIn(
  zone: LandingZone,
  name: string,
  model: AppRequest['model'] = {
    name: 'gpt-5.2',
    version: '2025-12-11',
    sku: 'GlobalStandard',
    capacity: 10,
  },
): ManifestInput {
  const { request } = requireAppRequest(
    {
      name,
      owner: 'app-team',
      landingZone: zone.name,
      model,
      runtime: 'typescript',
      instructions: 'Help.',
    },
    [zone],
  );
  return { request, zone, names: namesOf(request, zone) };
}

/** The provision operation's work, in this process. */
export const provisionIn = (azure: Azure, { request, zone }: ManifestInput) =>
  createProvisionWork({
    azure: () => azure,
    cluster: () => clusterFor(zone, azure),
    owner: async () => undefined,
    userTokens: publishedForTest,
    preflight: async () => [],
  }).run({
    operation: { kind: 'provision', input: { app: request } } as Operation<'provision'>,
    zone,
    signal: new AbortController().signal,
    log: () => {},
    stage: async () => undefined,
    checkpoints: { get: async () => undefined, set: async () => {} },
  } as unknown as WorkContext<'provision'>);

export interface Put {
  id: string;
  type: string;
  apiVersion: string;
  body: { properties: Record<string, unknown> };
}

/** Every PUT that Resource Manager received, oldest first. */
export const putsOf = async ({ admin }: LocalAzure): Promise<Put[]> =>
  (await fetch(`${admin}/arm/writes`)).json();
