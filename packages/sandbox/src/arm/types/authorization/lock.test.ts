import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptySubscription } from '../../../testing/emptySubscription.ts';

test('a lock keeps what it lies on, what lies in that, and the group around it; the rest goes', async () => {
  const it = await emptySubscription();
  const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';
  const lock = `${identity}/kept/providers/Microsoft.Authorization/locks/private-ai`;
  const credential = `${identity}/kept/federatedIdentityCredentials/one`;
  const group = it.at('').replace(/\/providers\/$/, '');
  const remove = async (path: string) => (await it.client.send('DELETE', it.at(path))).status;
  try {
    for (const name of ['kept', 'other', 'kept-2'])
      await it.make(`${identity}/${name}`, { location: 'koreacentral' });
    await it.make(credential, {
      properties: { issuer: 'https://i', subject: 's', audiences: ['a'] },
    });
    await it.refused(lock, { properties: { level: 'ReadOnly' } }, 'InvalidLockLevel');
    await it.make(lock, { properties: { level: 'CanNotDelete' } });
    for (const path of [`${identity}/kept`, credential, group])
      await it.refused(path, undefined, 'ScopeLocked');
    await it.make(`${identity}/kept`, { location: 'koreacentral', tags: { a: 'b' } });
    for (const name of ['other', 'kept-2']) assert.equal(await remove(`${identity}/${name}`), 200);
    assert.equal(await remove(lock), 200);
    assert.equal(await remove(`${identity}/kept`), 200);
    assert.ok((await remove(group)) < 300);
  } finally {
    await it.stop();
  }
});
