import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { outsideTruth } from '../testing/outsideTruth.ts';

export interface ArmWrite {
  id: string;
  type: string;
  apiVersion: string;
  body: unknown;
}

export const publishedShapes = outsideTruth('azure-types/check.mjs');

/** Holds every PUT body that Resource Manager received against Microsoft's published shapes; names what is not held. */
export async function shapeFaults(t: TestContext, writes: ArmWrite[]): Promise<void> {
  const { checkBody, versionsOf } = await import(publishedShapes.url);
  const held = writes.filter(write => versionsOf(write.type).includes(write.apiVersion));
  const unheld = new Set(
    writes.filter(write => !held.includes(write)).map(write => `${write.type}@${write.apiVersion}`),
  );
  for (const type of unheld) t.diagnostic(`no published shape here of ${type}`);
  const faults = held.flatMap(({ id, type, apiVersion, body }) =>
    (checkBody(`${type}@${apiVersion}`, body) as string[]).map(fault => `${id}: ${fault}`),
  );
  assert.deepEqual(faults, []);
  const types = new Set(held.map(({ type }) => type.toLowerCase()));
  for (const type of [
    'Microsoft.CognitiveServices/accounts',
    'Microsoft.CognitiveServices/accounts/deployments',
    'Microsoft.ManagedIdentity/userAssignedIdentities',
    'Microsoft.Network/privateEndpoints',
    'Microsoft.ServiceLinker/linkers',
  ]) {
    assert.ok(types.has(type.toLowerCase()), `${type} was written, in a version that is held`);
  }
}
