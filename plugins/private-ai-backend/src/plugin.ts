import { coreServices, createBackendPlugin } from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  privateAiAppCreatePermission,
  privateAiPermissions,
} from '@private-ai/plugin-private-ai-common';
import { Access } from './permissions/access';
import { portalApi } from './portalApi/portalApi';
import { azureFor, type Azure } from './azure/azureFor';
import { readChatLimits } from './chat/limits';
import { createChatRouter } from './chat/router';
import { waitingFor } from './chat/waiting';
import { readLandingZones, type LandingZone } from './config/landingZone';
import { readNotifications } from './config/notifications';
import { readPreviews } from './config/previews';
import { readRetention } from './config/retention';
import { zoneNamed } from './config/zones';
import { CommitsTold } from './git/commitsTold';
import { inOneRepository } from './git/page';
import { repositoryOf } from './git/repository';
import { standingRepository } from './git/standing';
import { createInventoryRouter } from './inventory/router';
import { clusterFor } from './kubernetes/clusterFor';
import { entityIn, originsIn, ownersIn } from './app/owner';
import { Gate } from './outages/gate';
import { Noticed } from './outages/outages';
import { createPreflight } from './preflight/preflight';
import { checkAtStart } from './preflight/startCheck';
import { createLandingZonesRouter } from './landingZones/router';
import { createMetricsRouter } from './metrics/router';
import { zonePrometheus } from './metrics/zonePrometheus';
import { createBuildWork } from './images/work';
import { openDatabase } from './database/database';
import { createDeployWork } from './releases/deployWork';
import { claimsIn } from './permissions/claims';
import { createMakeWork } from './making/work';
import { isLandingZone, landingZoneResourceRef } from './permissions/landingZone';
import { createEndPreviewWork } from './releases/endPreviewWork';
import { schedulePreviewEnds } from './releases/previewExpiry';
import { createPreviewRouter } from './releases/previewRouter';
import { createPreviewWork } from './releases/previewWork';
import { createReleaseWork } from './releases/work';
import { registerActions } from './mcp/actions';
import { createOperationsRouter } from './operations/router';
import { operationRules } from './operations/rules';
import { noticesBy } from './notices/notices';
import { Standings } from './operations/standings';
import { OperationStore } from './operations/store';
import { createVerifyWork } from './verification/work';
import { writingKinds, type Works } from './operations/work';
import { OperationWorker } from './operations/worker';
import { createPlaygroundRouter } from './playground/router';
import { createPlanRouter } from './provisioning/router';
import { createHandOverWork } from './provisioning/handOver';
import { createProvisionWork } from './provisioning/work';
import { recordedOwnerIn, requireMadeIn } from './resources/adopted';
import { createReleasesRouter } from './releases/router';
import { createWebhookRouter, WEBHOOKS } from './releases/webhook';
import { createErasuresRouter } from './retention/router';
import { scheduleSweeps } from './retention/sweep';
import { createRetirementRouter } from './retirement/router';
import { createRetireWork } from './retirement/work';
import { readUserTokenKeys } from './userTokens/keys';
import { publishKeys } from './userTokens/publish';
import { createUserTokens } from './userTokens/userTokens';

/** The private-ai plugin: its HTTP API, and the worker that runs operations. */
export const privateAiPlugin = createBackendPlugin({
  pluginId: 'private-ai',
  register(registration) {
    registration.registerInit({
      deps: {
        actions: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        reader: coreServices.urlReader,
        scheduler: coreServices.scheduler,
        userInfo: coreServices.userInfo,
      },
      async init({ auditor, auth, catalog, config, httpRouter, lifecycle, logger, ...deps }) {
        const zones = readLandingZones(config);
        const retention = readRetention(config);
        const { hours } = readPreviews(config);
        const userTokens = createUserTokens(readUserTokenKeys(config, zones.length > 0));
        const azure = oncePerZone(azureFor);
        const cluster = (zone: LandingZone) => clusterFor(zone, azure(zone));
        const access = new Access({ auth, catalog, ...deps });
        const knex = await openDatabase(deps.database);
        await scheduleSweeps(deps.scheduler, knex, retention, logger);

        deps.permissionsRegistry.addResourceType({
          resourceRef: landingZoneResourceRef,
          permissions: [privateAiAppCreatePermission],
          rules: [isLandingZone],
          getResources: async refs => refs.map(ref => zoneNamed(zones, ref)),
        });
        deps.permissionsRegistry.addPermissions(
          privateAiPermissions.filter(({ name }) => name !== privateAiAppCreatePermission.name),
        );

        const prometheus = (zone: LandingZone) => zonePrometheus(zone, azure);
        const noticed = new Noticed();
        const gate = new Gate(noticed);
        const preflight = createPreflight({ azure, cluster, prometheus });
        const owner = ownersIn({ auth, catalog });
        const source = { reader: deps.reader, integrations: ScmIntegrations.fromConfig(config) };
        const build = createBuildWork({ azure, cluster, ...source });
        const deploy = createDeployWork({ azure, cluster, ...source });
        const verify = createVerifyWork({ azure, cluster, owner, userTokens });
        const provision = createProvisionWork({
          azure,
          cluster,
          owner,
          origin: originsIn({ auth, catalog }),
          userTokens,
          preflight: async (...asked) =>
            (await preflight.app(...asked)).map(({ message }) => message),
        });
        const release = createReleaseWork({ build, deploy, verify }, { cluster, knex });
        const after = { auth, auditor, catalog, integrations: source.integrations };
        const works: Works = {
          make: createMakeWork({ provision, release }),
          provision,
          build,
          deploy,
          verify,
          release,
          preview: createPreviewWork({ azure, cluster, ...source, works: { build }, hours, knex }),
          'end-preview': createEndPreviewWork({ cluster, knex }),
          retire: createRetireWork({ azure, cluster, zones, knex, after }),
          'hand-over': createHandOverWork({ azure, cluster, entity: entityIn({ auth, catalog }) }),
        };
        const notices = noticesBy({
          ...{ notifications: deps.notifications, logger, config: readNotifications(config) },
          entityOf: entityIn({ auth, catalog }),
        });
        const { ended } = notices;
        const worker = new OperationWorker({ knex, zones, logger, works, ended });
        lifecycle.addStartupHook(() => worker.start());
        lifecycle.addStartupHook(() => void checkAtStart(zones, preflight, logger));
        const { jwks } = userTokens;
        const stopping = new AbortController();
        const publishing = { jwks, cluster, logger, signal: stopping.signal };
        lifecycle.addStartupHook(() => void publishKeys(zones, publishing));
        lifecycle.addShutdownHook(() => worker.stop());
        lifecycle.addShutdownHook(() => stopping.abort());

        const store = new OperationStore(knex, writingKinds(works));
        const standings = new Standings(knex);
        const claimsOf = claimsIn({ auth, userInfo: deps.userInfo });
        const requireMade = requireMadeIn({ auth, catalog, zones, azure, cluster });
        const recordedOwner = recordedOwnerIn({ auth, catalog, zones, cluster });
        const rules = operationRules({
          ...{ access, auth, catalog, store, requireMade, claimsOf, recordedOwner },
        });
        const poke = () => worker.poke();
        const told = new CommitsTold();
        const reach = { access, auditor, zones, azureFor: azure, clusterFor: cluster };
        const { integrations } = source;
        const releasing = { auditor, zones, store, clusterFor: cluster, integrations, poke };
        await schedulePreviewEnds(deps.scheduler, { ...releasing, auth, logger });
        const routers = [
          createOperationsRouter({
            ...{ access, auditor, rules, works, store, knex, zones, logger, poke },
          }),
          createReleasesRouter({ ...releasing, access, noticed, told }),
          createPreviewRouter({ ...releasing, access, gate, told, hours }),
          createWebhookRouter({ ...releasing, auth, catalog, logger }),
          createRetirementRouter({
            ...{ access, after, rules, store, standings, knex, zones, azure, cluster },
          }),
          createErasuresRouter({ access, auditor, knex }),
          createLandingZonesRouter({ access, zones }),
          createPlaygroundRouter({ ...reach, logger }),
          createPlanRouter({
            access,
            auth,
            catalog,
            rules,
            requireMade,
            zones,
            azure,
            cluster,
            preflight,
            userTokens,
            noticed,
            store,
            inOneRepository: (one, other, { git }) =>
              inOneRepository(one, other, git, integrations),
            standing: ({ name, entityRef, owner: asked }, { git }, signal) =>
              standingRepository(
                { ...repositoryOf(name, git), entityRef, owner: asked },
                { ...source, signal },
              ),
          }),
          createChatRouter({
            ...{ ...reach, gate },
            ...{ userTokens, database: knex, lifecycle, logger, waits: notices.waits },
            limits: readChatLimits(config),
          }),
          createMetricsRouter({ ...reach, gate, noticed }),
          createInventoryRouter({
            ...reach,
            ...{
              auth,
              catalog,
              store,
              standings,
              preflight,
              noticed,
              integrations,
              told,
              claimsOf,
              prometheusFor: prometheus,
              waiting: (userRef, entityRefs) => waitingFor(knex, userRef, entityRefs),
            },
          }),
        ];
        for (const router of routers) httpRouter.use(router);
        httpRouter.addAuthPolicy({ path: WEBHOOKS, allow: 'unauthenticated' });
        const api = portalApi({ auth, discovery: deps.discovery });
        registerActions({ registry: deps.actions, api, knex });
      },
    });
  },
});

/** One sign-in for each landing zone, kept for as long as the portal runs. */
function oncePerZone(make: (zone: LandingZone) => Azure): (zone: LandingZone) => Azure {
  const made = new Map<LandingZone, Azure>();
  return zone => {
    const known = made.get(zone) ?? make(zone);
    made.set(zone, known);
    return known;
  };
}
