import type { AppPart, PlannedResource } from '@private-ai/plugin-private-ai-common';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { nameProblems, namesOf, type ManifestInput } from '../app/names';
import type { OriginLookup, OwnerLookup } from '../app/owner';
import { WRITES } from '../operations/provisioners';
import { parseApp } from '../operations/start';
import type { ParsedStart, Work } from '../operations/work';
import type { UserTokens } from '../userTokens/userTokens';
import { InputError } from '@backstage/errors';
import { appGraph } from './appGraph';
import { parts } from '../resources/parts';
import { askingWith } from '../engine/asking';
import { systemClock, type Clock } from '../time/clock';
import { provision } from '../engine/engine';
import { Lanes } from '../engine/lanes';
import { outputsOf } from './outputs';
import { planGraph } from '../engine/plan';
import { ProblemsError } from '../engine/problems';

/** What would make a provisioning fail although nothing in the plan is blocked (quota, permissions, …), as sentences. */
export type Preflight = (
  app: ManifestInput,
  rows: PlannedResource[],
  signal: AbortSignal,
) => Promise<string[]>;

/** Makes, changes, or brings back to order, everything that an application needs before its image, or a part of it. */
export function createProvisionWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  /** Asked only where something is to be written. */
  preflight: Preflight;
  owner: OwnerLookup;
  /** Left out: it is not written down where the entity is described. */
  origin?: OriginLookup;
  userTokens: Pick<UserTokens, 'jwks'>;
  clock?: Clock;
}): Work<'provision'> {
  const clock = deps.clock ?? systemClock;
  // Applications that share an account write their deployments one after another.
  const lanes = new Lanes();
  return {
    kind: 'provision',
    writes: 'makes',
    parse: parseProvision,
    async run({ operation, zone, signal, log, checkpoints }) {
      const { app: request, part } = operation.input;
      const names = namesOf(request, zone);
      const origin = await deps.origin?.(request.entityRef);
      const app = { request, names, zone, origin, owner: await deps.owner(request.owner) };
      const refuse = (problems: string[]) => {
        if (problems.length === 0) return;
        throw new ProblemsError(`Nothing was written for ${request.entityRef}`, problems);
      };
      refuse(nameProblems(names, zone).map(({ message }) => message));

      const { jwks } = deps.userTokens;
      const reach = { azure: deps.azure(zone), cluster: deps.cluster(zone), jwks };
      const graph = appGraph(app, reach, part);
      const { rows, seen, problems } = await planGraph(graph, { signal, clock, log });
      const due = rows.filter(({ action }) => action !== 'leave');
      const asking = askingWith({ log, clock, signal });
      const ask = () => deps.preflight(app, rows, signal);
      const found = due.length ? await asking('What Azure would refuse', ask) : [];
      refuse([...problems, ...found]);
      if (due.length) log(`To do: ${due.map(inWords).join(', ')}.`);
      // Kept before the first write: from then on it holds the name.
      if (due.length) await checkpoints.set(WRITES, 'begun');

      const { writes, states } = await provision(graph, {
        signal,
        log,
        clock,
        seen,
        lanes,
        token: id => ({
          get: () => checkpoints.get(`poller:${id}`),
          set: value => checkpoints.set(`poller:${id}`, value),
        }),
      });
      log(writes ? `Everything is there; ${writes} things were written.` : 'Everything was there.');
      return outputsOf(app, states);
    },
  };
}

function parseProvision(
  input: Record<string, unknown>,
  zones: readonly LandingZone[],
): ParsedStart<'provision'> {
  const { app, of } = parseApp(input, zones);
  const { part } = input;
  if (part === undefined) return { ...of, input: { app } };
  const known = Object.keys(parts);
  if (!known.includes(String(part)))
    throw new InputError(`part must be one of ${known.join(', ')}.`);
  return { ...of, input: { app, part: part as AppPart } };
}

const inWords = ({ action, type, name }: PlannedResource) => `${action} ${type} ${name}`;
