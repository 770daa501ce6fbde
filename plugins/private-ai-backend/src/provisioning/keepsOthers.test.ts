import type { Azure } from '../azure/azureFor';
import type { ArmClient, ArmResource } from '../azure/client';
import type { ClusterClient } from '../kubernetes/client';
import { application } from '../testing/app';
import { appGraph } from './appGraph';
import type { Step } from '../engine/resource';

const app = application();
const sent: object[] = [];
const arm = {
  put: async (_id: string, _version: string, body: object) => {
    sent.push(body);
    return { created: false };
  },
} as unknown as ArmClient;
const step = {
  signal: new AbortController().signal,
  poller: { onPoller: async () => {} },
} as unknown as Step;
const reach = { azure: { arm } as Azure, cluster: {} as ClusterClient, jwks: '' };
const graph = appGraph(app, reach, 'foundry');

it.each([
  ['resource-group', { managedBy: '/theirs' }],
  ['foundry-account', { properties: { encryption: { keySource: 'Microsoft.KeyVault' } } }],
  ['foundry-project', { properties: { displayName: 'Weather' } }],
  ['model-deployment', { properties: { raiPolicyName: 'strict' } }],
  ['private-endpoint', { properties: { customNetworkInterfaceName: 'nic' } }],
])('a write of the %s carries what others set on it, tags included', async (id, theirs) => {
  sent.length = 0;
  const found = { properties: {}, tags: { theirs: 'yes' }, ...theirs } as unknown as ArmResource;
  await graph.find(one => one.id === id)!.write!(step, found);
  expect(sent).toEqual([
    expect.objectContaining({ tags: expect.objectContaining({ theirs: 'yes' }) }),
  ]);
  expect(sent[0]).toMatchObject(theirs);
});

it('and so do both writes where version and size change at once', async () => {
  sent.length = 0;
  const { name } = app.request.model;
  const found = {
    tags: { theirs: 'yes' },
    sku: { name: 'GlobalStandard', capacity: 1 },
    properties: { model: { format: 'OpenAI', name, version: 'former' }, raiPolicyName: 'strict' },
  } as unknown as ArmResource;
  await graph.find(one => one.id === 'model-deployment')!.write!(step, found);
  expect(sent).toHaveLength(2);
  for (const body of sent)
    expect(body).toMatchObject({
      tags: { theirs: 'yes' },
      properties: { raiPolicyName: 'strict' },
    });
});
