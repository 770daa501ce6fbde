import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { resolve } from 'node:path';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { scaffolderTemplatingExtensionPoint } from '@backstage/plugin-scaffolder-node/alpha';
import { privateAiActionsModule, privateAiPlugin } from './index';
import { landingZoneConfig } from './testing/landingZone';
import { userTokensConfig } from './testing/keys';

/** The actions that the documentation has a section of. */
const documented = [
  ...readFileSync(resolve(__dirname, '../../../docs/actions.md'), 'utf8').matchAll(/^## `(.+)`$/gm),
].map(([, id]) => id);

describe('the plugin', () => {
  it('brings API, permissions and actions and finds its configuration', async () => {
    const actions: { id: string }[] = [];
    const globals: { id: string }[] = [];
    const backend = await startTestBackend({
      extensionPoints: [
        [
          scaffolderActionsExtensionPoint,
          { addActions: (...added: { id: string }[]) => void actions.push(...added) } as never,
        ],
        [
          scaffolderTemplatingExtensionPoint,
          { addTemplateGlobals: (added: typeof globals) => void globals.push(...added) } as never,
        ],
      ],
      features: [
        privateAiPlugin,
        privateAiActionsModule,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            app: { baseUrl: 'https://portal.example' },
            privateAi: { landingZones: [landingZoneConfig()], userTokens: userTokensConfig() },
          },
        }),
      ],
    });
    const { port } = backend.server as Server & { port(): number };
    const url = `http://localhost:${port.call(backend.server)}/api/private-ai`;
    const get = async (path: string) => (await fetch(url + path)).json();

    expect(actions.map(({ id }) => id)).toEqual(documented);
    expect(globals.map(({ id }) => id)).toEqual(['workspaceHoldsFiles']);
    expect(await get('/landing-zones')).toMatchObject({ items: [{ name: 'korea' }] });
    expect(await get('/operations?entityRef=component:default/weather')).toEqual({ items: [] });
    expect(await get('/operations/none')).toMatchObject({ error: { name: 'NotFoundError' } });
    const metadata = await get('/.well-known/backstage/permissions/metadata');
    expect(metadata.permissions).toHaveLength(9);
    expect(metadata.rules).toMatchObject([{ name: 'IS_LANDING_ZONE' }]);
    const registered = await get('/.backstage/actions/v1/actions');
    expect(registered.actions.map(({ id }: { id: string }) => id)).toEqual([
      'private-ai:list-operations',
      'private-ai:get-operation',
      'private-ai:cancel-operation',
      'private-ai:resume-operation',
      'private-ai:plan-app',
      'private-ai:provision-app',
      'private-ai:list-releases',
      'private-ai:release-app',
      'private-ai:plan-retirement',
      'private-ai:retire-app',
    ]);
    await backend.stop();
  });
});
