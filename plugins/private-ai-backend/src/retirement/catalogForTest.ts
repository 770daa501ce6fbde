import { setTimeout as delay } from 'node:timers/promises';
import { coreServices, createBackendPlugin, type AuthService } from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import { catalogServiceRef, type CatalogService } from '@backstage/plugin-catalog-node';
import { askingWith } from '../engine/asking';
import { integrationsOf, startAnsweringHost } from '../testing/answeringHost';
import { auditing } from '../testing/auditing';
import { contextOf } from '../testing/context';
import { landingZone } from '../testing/landingZone';
import { until } from '../testing/until';
import { systemClock, type Clock } from '../time/clock';

/** Whoever waits waits shortly. */
const clock: Clock = {
  ...systemClock,
  sleep: (milliseconds, signal) => delay(Math.min(milliseconds, 20), undefined, { signal }),
};

/** A catalog as the portal runs it, which reads from a git host, and an auditor. */
export async function startCatalog() {
  const answers: Parameters<typeof startAnsweringHost>[0] = {};
  const git = await startAnsweringHost(answers);
  const one = { host: git.host, baseUrl: `http://${git.host}`, username: 'u', password: 'p' };
  const config = {
    integrations: { gitea: [one] },
    catalog: { rules: [{ allow: ['Component', 'API', 'Location'] }] },
  };
  const zone = landingZone({
    git: { type: 'gitea', host: git.host, owner: 'apps', visibility: 'private' },
  });
  let catalog!: CatalogService;
  let auth!: AuthService;
  const looker = createBackendPlugin({
    pluginId: 'private-ai',
    register: registration =>
      registration.registerInit({
        deps: { auth: coreServices.auth, catalog: catalogServiceRef },
        init: async deps => void ({ auth, catalog } = deps),
      }),
  });
  const backend = await startTestBackend({
    features: [catalogPlugin, mockServices.rootConfig.factory({ data: config }), looker],
  });
  const { auditor, told } = await auditing();
  const mine = () => auth.getOwnServiceCredentials();
  const known = async (ref: string) =>
    Boolean(await catalog.getEntityByRef(ref, { credentials: await mine() }));
  const page = (repo: string, branch: string) =>
    `http://${git.host}/apps/${repo}/src/branch/${branch}/catalog-info.yaml`;

  async function registerFrom(branch: string, repo: string, text: string, ...refs: string[]) {
    const path = `/api/v1/repos/apps/${repo}`;
    answers[path] = { empty: false, default_branch: 'main', archived: false };
    answers[`PATCH ${path}`] = {};
    answers[`${path}/contents/catalog-info.yaml?ref=${branch}`] = {
      ...{ encoding: 'base64', content: Buffer.from(text).toString('base64') },
    };
    const credentials = await mine();
    await catalog.addLocation({ type: 'url', target: page(repo, branch) }, { credentials });
    for (const ref of refs) await until(`${ref} is known`, () => known(ref));
  }
  return {
    ...{ answers, git, zone, catalog, auditor, told, known, registerFrom },
    /** A repository with a description, registered as the template does it. */
    register: (repo: string, text: string, ...refs: string[]) =>
      registerFrom('main', repo, text, ...refs),
    deps: { auth, catalog, auditor, integrations: integrationsOf({ gitea: [one] }) },
    /** What an operation gives to its work. */
    working() {
      const context = contextOf(zone);
      return { ...context, asking: askingWith({ ...context, clock }) };
    },
    /** What was changed at the git host. */
    changes: () => git.asked.filter(({ method }) => method === 'PATCH').map(({ url }) => url),
    forget() {
      told.length = 0;
      git.asked.length = 0;
    },
    async stop() {
      await backend.stop();
      await git.stop();
    },
  };
}
