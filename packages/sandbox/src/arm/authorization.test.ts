import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { platform, portal } from '../entra/principals.ts';
import { bareClient } from '../testing/armClient.ts';
import { startArmForTest } from '../testing/arm.ts';
import type { ArmResource } from './resource.ts';

type Client = Awaited<ReturnType<typeof bareClient>>;
let room: Awaited<ReturnType<typeof startArmForTest>>;
let portalAsks: Client;
let platformAsks: Client;
let zone: string;
let group: string;
const openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

before(async () => {
  room = await startArmForTest();
  room.arm.timing.change({ scale: 0.001 });
  portalAsks = await bareClient(room, portal);
  platformAsks = await bareClient(room, platform);
  const subscription = `/subscriptions/${room.subscriptionId}`;
  zone = `${subscription}/resourceGroups/rg-landing-zone/providers`;
  group = `${subscription}/resourceGroups/rg-app`;
  const made = await portalAsks.send('PUT', group, { location: 'koreacentral' });
  assert.equal(made.status, 201);
});
after(async () => {
  portalAsks?.stop();
  platformAsks?.stop();
  await room?.stop();
});

const assignment = (scope: string) =>
  `${scope}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
const giving = (role: string, principalId: string, more: object = {}) => ({
  properties: {
    roleDefinitionId: `/subscriptions/${room.subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    principalId,
    ...more,
  },
});
async function ended(client: Client, id: string) {
  for (;;) {
    const { body } = await client.send('GET', id);
    if ((body.properties?.provisioningState ?? 'Succeeded') === 'Succeeded') return body;
    await new Promise(done => setTimeout(done, 10));
  }
}

test('what the role lacks is refused, with who asked, the action and the scope', async () => {
  const network = `${zone}/Microsoft.Network/virtualNetworks/vnet-new`;
  const { status, body } = await portalAsks.send('PUT', network, { location: 'koreacentral' });
  assert.equal(status, 403);
  assert.equal(body.error.code, 'AuthorizationFailed');
  assert.equal(
    body.error.message,
    `The client '${portal.clientId}' with object id '${portal.objectId}' does not have authorization to perform action 'Microsoft.Network/virtualNetworks/write' over scope '${network}' or the scope is invalid. If access was recently granted, please refresh your credentials.`,
  );
  const absent = `${group}/providers/Microsoft.Network/virtualNetworks/none`;
  assert.equal((await portalAsks.send('GET', absent)).status, 403, 'rights before existence');
  assert.equal((await platformAsks.send('GET', absent)).status, 404);
});

test('roles are given within the condition only', async () => {
  const id = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-app`;
  const identity = (await portalAsks.send('PUT', id, { location: 'koreacentral' })).body;
  const { principalId } = identity.properties;
  const type = { principalType: 'ServicePrincipal' };
  for (const body of [giving(reader, principalId, type), giving(openAiUser, principalId)]) {
    const refused = await portalAsks.send('PUT', assignment(group), body);
    assert.equal(refused.status, 403);
    assert.match(
      refused.body.error.message,
      /or an ABAC condition not fulfilled to perform action/,
    );
  }
  const given = assignment(group);
  const made = await portalAsks.send('PUT', given, giving(openAiUser, principalId, type));
  assert.equal(made.status, 201);
  const other = assignment(group);
  await platformAsks.send('PUT', other, giving(reader, principalId, type));
  assert.equal((await portalAsks.send('DELETE', other)).status, 403, 'nor taken');
  assert.equal((await portalAsks.send('DELETE', given)).status, 200);

  const nobody = giving(reader, crypto.randomUUID(), type);
  const unknown = await platformAsks.send('PUT', assignment(group), nobody);
  assert.equal(unknown.body.error.code, 'PrincipalNotFound');
  assert.equal((await platformAsks.send('DELETE', id)).status, 200);
  assert.equal((await platformAsks.send('GET', other)).status, 200, 'orphaned, not gone');
});

test('what a body refers to needs rights of its own', async () => {
  const roles = room.arm
    .list('', 'Microsoft.Authorization/roleDefinitions')
    .filter(({ properties }) => properties.roleName.startsWith('Private AI portal'));
  assert.equal(roles.length, 4);
  const put = (role: ArmResource, taken: RegExp) =>
    room.arm.put({
      ...role,
      properties: {
        ...role.properties,
        permissions: role.properties.permissions.map((one: { actions: string[] }) => ({
          ...one,
          actions: one.actions.filter(action => !taken.test(action)),
        })),
      },
    });
  const without = (taken: RegExp) => roles.forEach(role => put(role, taken));
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/aif-linked`;
  const created = await portalAsks.send('PUT', account, {
    location: 'koreacentral',
    kind: 'AIServices',
    sku: { name: 'S0' },
    properties: { customSubDomainName: 'aif-linked' },
  });
  assert.equal(created.status, 201);
  await ended(portalAsks, account);
  await new Promise(done => setTimeout(done, 50));
  const subnet = `${zone}/Microsoft.Network/virtualNetworks/vnet-contoso-koreacentral-01/subnets/pe-subnet`;
  const connections = [
    { name: 'foundry', properties: { privateLinkServiceId: account, groupIds: ['account'] } },
  ];
  const endpoint = `${group}/providers/Microsoft.Network/privateEndpoints/pe-linked`;
  const body = (kind: string) => ({
    location: 'koreacentral',
    properties: { subnet: { id: subnet }, [kind]: connections },
  });
  try {
    without(/subnets\/join/);
    const joined = await portalAsks.send('PUT', endpoint, body('privateLinkServiceConnections'));
    assert.deepEqual([joined.status, joined.body.error.code], [403, 'LinkedAuthorizationFailed']);
    assert.match(
      joined.body.error.message,
      /perform action\(s\) 'Microsoft\.Network\/virtualNetworks\/subnets\/join\/action' on the linked scope\(s\) '[^']*pe-subnet'/,
    );
    without(/Approval/);
    const approved = await portalAsks.send('PUT', endpoint, body('privateLinkServiceConnections'));
    assert.match(approved.body.error.message, /'PrivateEndpointConnectionsApproval\/action'/);
    const manual = body('manualPrivateLinkServiceConnections');
    assert.equal((await portalAsks.send('PUT', endpoint, manual)).status, 201);
  } finally {
    roles.forEach(role => room.arm.put(role));
  }
  const [pending] = (await ended(portalAsks, account)).properties.privateEndpointConnections;
  assert.equal(pending.properties.privateLinkServiceConnectionState.status, 'Pending');
});

test('with the portal’s identity nobody takes the landing zone away, nor uses it elsewhere', async () => {
  const subscription = `/subscriptions/${room.subscriptionId}`;
  const identities = 'Microsoft.ManagedIdentity/userAssignedIdentities';
  const platforms = room.arm
    .list(subscription)
    .filter(({ type }) => [identities, 'Microsoft.Network/privateEndpoints'].includes(type))
    .filter(({ id }) => !id.includes('/rg-app/'))
    .map(({ id }) => id);
  assert.ok(platforms.length >= 8, `${platforms}`);
  const groups = ['hub', 'landing-zone', 'portal'].map(
    name => `${subscription}/resourceGroups/rg-${name}`,
  );
  for (const id of [...groups, ...platforms]) {
    const { status, body } = await portalAsks.send('DELETE', id);
    assert.deepEqual([status, body?.error?.code], [409, 'ScopeLocked'], id);
  }
  for (const { id } of room.arm.list('', 'Microsoft.Authorization/locks'))
    assert.equal((await portalAsks.send('DELETE', id)).status, 403, id);
  // Its builds are beside this registry, its connections on this cluster.
  const registry = `${group}/providers/Microsoft.ContainerRegistry/registries/acrother`;
  const made = { location: 'koreacentral', sku: { name: 'Premium' } };
  assert.ok((await platformAsks.send('PUT', registry, made)).status < 300);
  const { status } = await portalAsks.send('POST', `${registry}/listBuildSourceUploadUrl`, {});
  assert.equal(status, 403);
});

test('a caller can read what it may do', async () => {
  const asked = `${group}/providers/Microsoft.Authorization/permissions`;
  const { body } = await portalAsks.send('GET', asked);
  const all = body.value.flatMap(({ actions }: { actions: string[] }) => actions);
  assert.ok(all.includes('Microsoft.CognitiveServices/accounts/write'));
  const held = body.value.find(({ actions }: { actions: string[] }) =>
    actions.includes('Microsoft.Authorization/roleAssignments/write'),
  );
  assert.match(held.condition, /GuidEquals \{5e0bd9bd/);
});

test('a provider that is not registered makes nothing', async () => {
  const provider = `/subscriptions/${room.subscriptionId}/providers/Microsoft.ManagedIdentity`;
  const state = async () =>
    (await platformAsks.send('GET', provider)).body.registrationState as string;
  const until = async (wanted: string) => {
    while ((await state()) !== wanted) await new Promise(done => setTimeout(done, 10));
  };
  assert.equal(await state(), 'Registered');
  assert.equal((await portalAsks.send('POST', `${provider}/unregister`)).status, 403);
  await platformAsks.send('POST', `${provider}/unregister`);
  await until('NotRegistered');
  const id = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-late`;
  const { status, body } = await portalAsks.send('PUT', id, { location: 'koreacentral' });
  assert.deepEqual([status, body.error.code], [409, 'MissingSubscriptionRegistration']);
  await platformAsks.send('POST', `${provider}/register`);
  await until('Registered');
  assert.equal((await portalAsks.send('PUT', id, { location: 'koreacentral' })).status, 201);
});

test('lists by tag come in pages, without the tags that were asked by', async () => {
  const ids = ['a', 'b', 'c'].map(
    name => `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-tag-${name}`,
  );
  const body = { location: 'koreacentral', tags: { owner: "team's" } };
  for (const id of ids) await portalAsks.send('PUT', id, { ...body, tags: { owner: 'team' } });
  const list = `${room.url}${group}/resources?api-version=2021-04-01&$top=2`;
  const filter = `&$filter=${encodeURIComponent("tagName eq 'Owner' and tagValue eq 'team'")}`;
  const first = await portalAsks.send('GET', `${list}${filter}`);
  assert.equal(first.body.value.length, 2);
  assert.equal(first.body.value[0].tags, undefined);
  const second = await portalAsks.send('GET', first.body.nextLink);
  assert.equal(second.body.nextLink, undefined);
  const found = [...first.body.value, ...second.body.value].map(({ id }) => id);
  assert.deepEqual(found, ids);
  const named = `&$filter=${encodeURIComponent("resourceType eq 'Microsoft.Nothing/here'")}`;
  assert.deepEqual((await portalAsks.send('GET', `${list}${named}`)).body, { value: [] });
  const wrong = await portalAsks.send('GET', `${list}&$filter=colour`);
  assert.deepEqual([wrong.status, wrong.body.error.code], [400, 'InvalidFilterInQueryString']);
});

test('deployments of one account are written one after the other', async () => {
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/aif-linked`;
  const write = (name: string) =>
    portalAsks.send('PUT', `${account}/deployments/${name}`, {
      sku: { name: 'Standard', capacity: 1 },
      properties: { model: { format: 'OpenAI', name: 'gpt-4.1-mini', version: '2025-04-14' } },
    });
  const usage = async () => {
    const asked = `/subscriptions/${room.subscriptionId}/providers/Microsoft.CognitiveServices/locations/koreacentral/usages`;
    const { body } = await portalAsks.send('GET', asked);
    return body.value.find(
      ({ name }: { name: { value: string } }) => name.value === 'OpenAI.Standard.gpt-4.1-mini',
    ).currentValue as number;
  };
  const before = await usage();
  // Five seconds: time enough for the second to come.
  room.arm.timing.change({ scale: 0.5 });
  const answers = await Promise.all([write('one'), write('two')]);
  room.arm.timing.change({ scale: 0.001 });
  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409]);
  assert.equal(answers.find(one => one.status === 409)?.body.error.code, 'RequestConflict');

  assert.equal(await usage(), before + 1);
  assert.equal((await portalAsks.send('DELETE', account)).status, 200);
  assert.equal(await usage(), before + 1, 'its quota stays taken until the account is purged');
  const deleted = `/subscriptions/${room.subscriptionId}/providers/Microsoft.CognitiveServices/locations/koreacentral/resourceGroups/rg-app/deletedAccounts/aif-linked`;
  assert.equal((await portalAsks.send('GET', deleted)).status, 200);
  assert.equal((await portalAsks.send('DELETE', deleted)).status, 403, 'the portal never purges');
  await platformAsks.send('DELETE', deleted);
  while ((await usage()) !== before) await new Promise(done => setTimeout(done, 10));
});
