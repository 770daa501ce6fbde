import assert from 'node:assert/strict';
import { bareClient } from './armClient.ts';
import { startArmForTest } from './arm.ts';

/** A subscription with one resource group in it, for tests of what a type takes and refuses; `stop` ends it. */
export async function emptySubscription() {
  const room = await startArmForTest(undefined, { landingZone: false });
  room.arm.timing.change({ scale: 0 });
  const client = await bareClient(room);
  const group = `/subscriptions/${room.subscriptionId}/resourceGroups/rg-a`;
  await client.send('PUT', group, { location: 'koreacentral' });
  /** The id of `Provider/type/name` in that group; an id stays itself. */
  const at = (path: string) => (path.startsWith('/') ? path : `${group}/providers/${path}`);
  return {
    room,
    client,
    at,
    /** Makes it, and waits until it is there. @throws AssertionError with what was answered instead */
    async make(path: string, body: object) {
      const answer = await client.send('PUT', at(path), body);
      assert.ok(answer.status < 300, JSON.stringify(answer.body));
      room.arm.settle();
      return answer;
    },
    /** @throws AssertionError where it is not refused with this code */
    async refused(path: string, body: object | undefined, code: string) {
      const answer = await client.send(body ? 'PUT' : 'DELETE', at(path), body);
      assert.equal(answer.body?.error?.code, code, JSON.stringify(answer.body));
    },
    async stop() {
      client.stop();
      await room.stop();
    },
  };
}
