import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { outsideTruth } from '../outsideTruth.ts';
import { ask, startClusterForTest, type ApiServer, type Reply } from './startForTest.ts';
import { configMaps } from './witness/configMaps.ts';
import { others } from './witness/others.ts';
import type { WitnessRequest } from './witness/request.ts';
import { workloads } from './witness/workloads.ts';

const truth = outsideTruth('envtest/start.mjs');
const crds = outsideTruth('kubernetes/crds');

/** What one run of a server cannot have in common with another. */
function normalised(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map(item => normalised(item));
  if (typeof value !== 'object' || value === null) {
    const differs = /^(uid|resourceVersion|time|\w+Timestamp|clusterIP|serviceAccount(Name)?)$/;
    return differs.test(field) ? `<${field}>` : value;
  }
  const entries = Object.entries(value)
    .filter(([name]) => name !== 'clusterIPs' && !name.startsWith('serviceAccount'))
    // entries are ordered by their time, which is the same second or not
    .map(([name, inner]) => [name, name === 'managedFields' ? byManager(inner) : inner] as const)
    .map(([name, inner]) => [name, name === 'causes' ? byField(inner) : inner] as const)
    .map(([name, inner]) => [name, normalised(inner, name)]);
  return Object.fromEntries(entries.sort(([a], [b]) => String(a).localeCompare(String(b))));
}

const byManager = (entries: unknown) =>
  [...(entries as { manager: string; operation: string; subresource?: string }[])].sort((a, b) =>
    `${a.manager}/${a.operation}/${a.subresource}`.localeCompare(
      `${b.manager}/${b.operation}/${b.subresource}`,
    ),
  );

// the real server goes through managers in any order
const byField = (causes: unknown) =>
  [...(causes as { field: string; message: string }[])].sort((a, b) =>
    `${a.field}/${a.message}`.localeCompare(`${b.field}/${b.message}`),
  );

function comparable({ status, body }: Reply, except: WitnessRequest['except']) {
  const { message, ...rest } = body ?? {};
  if (except === 'managedFields') delete rest.metadata.managedFields;
  return { status, ...(normalised(rest) as object), ...(except !== 'message' && { message }) };
}

describe('the real kube-apiserver and the sandbox answer alike', { skip: truth.skip }, () => {
  let real: ApiServer & { stop(): Promise<void> };
  let sandbox: Awaited<ReturnType<typeof startClusterForTest>>;
  before(async () => {
    const { startControlPlane } = await import(truth.url);
    const plane = await startControlPlane({ crds: crds.path });
    real = { url: plane.server, token: plane.token, ca: plane.ca, stop: plane.stop };
    sandbox = await startClusterForTest();
  });
  after(async () => {
    await sandbox?.stop();
    await real?.stop();
  });

  for (const [index, { what, method, path, type, body, except }] of [
    ...configMaps,
    ...workloads,
    ...others,
  ].entries()) {
    test(`${index + 1} ${what}: ${method} ${path}`, async () => {
      const [wanted, given] = await Promise.all([
        ask(real, method, path, { body, type }),
        ask(sandbox.server, method, path, { body, type }),
      ]);
      assert.deepEqual(comparable(given, except), comparable(wanted, except));
    });
  }
});
