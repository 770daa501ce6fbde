import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import type { GroupEntity, UserEntity } from '@backstage/catalog-model';
import {
  MicrosoftGraphClient,
  readMicrosoftGraphOrg,
  type MicrosoftGraphProviderConfig,
} from '@backstage/plugin-catalog-backend-module-msgraph';
import { transformers } from './directory';

const tenantId = '22222222-2222-4222-8222-222222222222';
const team = '1b9c4d6e-2f47-4a0b-8c3d-94e5a6b7c8d9';
const ada = 'a1f0c2d4-0001-4d6e-8f10-1a2b3c4d5e01';
const mallory = 'a1f0c2d4-0666-4d6e-8f10-1a2b3c4d5e66';
interface Group {
  id: string;
  displayName: string;
  members: string[];
}
const people = [
  { id: ada, displayName: 'Ada Kim', mail: 'ada@contoso.example' },
  { id: mallory, displayName: 'Mallory', mail: 'mallory@contoso.example' },
];

/** What the provider reads of a Microsoft Graph that has these groups. */
async function read(groups: Group[], by = transformers()) {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://graph');
    const [, id, cast] = /groups\/([^/]+)\/members(\/.*)?$/.exec(pathname) ?? [];
    const members = people
      .filter(one => groups.find(group => group.id === id)?.members.includes(one.id))
      .map(one => ({ '@odata.type': '#microsoft.graph.user', ...one }));
    const value = id
      ? members
      : groups.map(({ members: _, ...one }) => ({ ...one, securityEnabled: true }));
    const body = /organization/.test(pathname)
      ? { id: tenantId, displayName: 'Contoso' }
      : { value, cast };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const credential = { getToken: async () => ({ token: 'a', expiresOnTimestamp: 0 }) };
  const client = new MicrosoftGraphClient(`http://127.0.0.1:${port}`, credential);
  try {
    await by.begin({} as MicrosoftGraphProviderConfig);
    return await readMicrosoftGraphOrg(client, tenantId, {
      userGroupMemberFilter: 'any',
      groupFilter: 'any',
      groupTransformer: by.group,
      userTransformer: by.user,
      logger: mockServices.logger.mock(),
    });
  } finally {
    server.close();
  }
}
const named = <T extends GroupEntity | UserEntity>(all: T[], name: string) =>
  all.find(({ metadata }) => metadata.name === name);
const weather = { id: team, displayName: 'private-ai-weather', members: [ada] };

describe('teams and people of the directory', () => {
  it('are called by object id, and shown by name', async () => {
    const { groups, users } = await read([weather]);
    expect(named(groups, team)).toMatchObject({
      metadata: {
        title: 'private-ai-weather',
        annotations: { 'graph.microsoft.com/group-id': team },
      },
    });
    const user = named(users, ada);
    expect(user?.metadata).toMatchObject({
      title: 'Ada Kim',
      annotations: { 'graph.microsoft.com/user-id': ada },
    });
    expect(user?.spec.memberOf?.join()).toContain(team);
    expect(groups.map(({ metadata }) => metadata.name)).not.toContain('private-ai-weather');
  });

  it('are not joined by a group of the same name, however that is written: the reading is refused', async () => {
    for (const displayName of ['private-ai-weather', 'Private-AI weather']) {
      const twin = { id: '666', displayName, members: [mallory] };
      await expect(read([weather, twin])).rejects.toThrow(/Two groups .* are called .*666/);
    }
  });

  it('may be called anew: each reading stands by itself', async () => {
    const by = transformers();
    await read([weather], by);
    const { groups } = await read([{ ...weather, id: '777' }], by);
    expect(named(groups, '777')).toBeDefined();
  });
});
