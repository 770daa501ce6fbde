import type { Server } from 'node:http';
import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
  type AuditorService,
  type AuthService,
  type LoggerService,
} from '@backstage/backend-plugin-api';
import { mockServices, startTestBackend } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { catalogServiceRef, type CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  readSse,
  type Operation,
  type OperationKind,
  type OperationLogLine,
} from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import type { Knex } from 'knex';
import { Access } from '../permissions/access';
import type { LandingZone } from '../config/landingZone';
import { landingZone } from './landingZone';
import type { EndedOperation } from '../operations/lease';
import { createOperationsRouter } from '../operations/router';
import { operationRules, type OperationRules } from '../operations/rules';
import { OperationStore } from '../operations/store';
import { writingKinds, type Work, type Works } from '../operations/work';
import { until } from './until';
import { OperationWorker } from '../operations/worker';
import { createMakeWork } from '../making/work';
import { createHandOverWork } from '../provisioning/handOver';
import { createProvisionWork } from '../provisioning/work';
import { createBuildWork } from '../images/work';
import { createDeployWork } from '../releases/deployWork';
import type { RequireMade } from '../resources/adopted';
import { createEndPreviewWork } from '../releases/endPreviewWork';
import { createPreviewWork } from '../releases/previewWork';
import { createReleaseWork } from '../releases/work';
import { createRetireWork } from '../retirement/work';
import { createVerifyWork } from '../verification/work';

/** Works of a test; a kind that is left out fails. */
export function worksFor(some: Partial<Record<OperationKind, Work['run']>>): Works {
  // What is started is read as in the portal; nobody is asked for it.
  const real: Works = {
    make: createMakeWork({} as never),
    provision: createProvisionWork({} as never),
    build: createBuildWork({} as never),
    deploy: createDeployWork({} as never),
    verify: createVerifyWork({} as never),
    release: createReleaseWork({} as never),
    preview: createPreviewWork({} as never),
    'end-preview': createEndPreviewWork({} as never),
    retire: createRetireWork({} as never),
    'hand-over': createHandOverWork({} as never),
  };
  const works = Object.values(real).map(work => ({
    ...work,
    admit: undefined,
    run: some[work.kind] ?? (() => Promise.reject(new Error(`no work for ${work.kind}`))),
  }));
  return Object.fromEntries(works.map(work => [work.kind, work])) as unknown as Works;
}

export const entity = (name: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default' },
  spec: {},
});

/** A replica of the plugin's operations over real HTTP, with a worker of its own. */
export async function startReplica(options: {
  knex: Knex;
  works: Works;
  entities?: Entity[];
  /** Answers whether a permission is given; everything when left out. */
  allows?(permission: string, resourceRef: string | undefined): boolean;
  /** Long where it is not the matter: a machine that is busy for a moment loses no lease. */
  leaseMs?: number;
  concurrency?: number;
  zones?: LandingZone[];
  logger?: LoggerService;
  /** Refuses what the portal did not make; nothing when left out. */
  requireMade?: RequireMade;
  /** As whom who asks may own something; as anybody when left out. */
  claims?: string[];
  /** As its namespace says whose the application was. */
  recordedOwner?: string;
  /** Where nobody has to be signed in. */
  open?: string;
  /** Told of what ended here. */
  ended?(operation: EndedOperation): Promise<void>;
  /** Told of what is done; the backend's own when left out. */
  auditor?: AuditorService;
  /** Milliseconds after which who follows an operation is asked for again; a minute when left out. */
  recheckMs?: number;
  /** More of the plugin's API beside the operations. */
  router?(deps: {
    access: Access;
    auditor: AuditorService;
    auth: AuthService;
    catalog: CatalogService;
    rules: OperationRules;
    store: OperationStore;
    poke(): void;
  }): Router;
}) {
  const {
    knex,
    works,
    entities = [],
    allows = () => true,
    leaseMs = 600_000,
    concurrency,
  } = options;
  const { zones = [landingZone()], logger = mockServices.logger.mock() } = options;
  const worker = new OperationWorker({
    knex,
    zones,
    works,
    logger,
    pollMs: 50,
    leaseMs,
    concurrency,
    ended: options.ended,
  });
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(({ permission, ...rest }) => ({
        result: allows(permission.name, (rest as { resourceRef?: string }).resourceRef)
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      })),
  });
  const plugin = createBackendPlugin({
    pluginId: 'private-ai',
    register(registration) {
      registration.registerInit({
        deps: {
          auditor: coreServices.auditor,
          auth: coreServices.auth,
          catalog: catalogServiceRef,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
        },
        async init({ auditor: own, auth, catalog, httpAuth, httpRouter }) {
          const { auditor = own } = options;
          const access = new Access({ auth, httpAuth, permissions, catalog });
          const store = new OperationStore(knex, writingKinds(works));
          const { requireMade = async () => {} } = options;
          const rules = operationRules({
            ...{ access, auth, catalog, store, requireMade },
            claimsOf: async () => options.claims,
            recordedOwner: async () => options.recordedOwner,
          });
          const poke = () => worker.poke();
          httpRouter.use(
            createOperationsRouter({
              ...{ access, auditor, rules, works, store, knex, zones, logger, poke },
              recheckMs: options.recheckMs,
            }),
          );
          if (options.open)
            httpRouter.addAuthPolicy({ path: options.open, allow: 'unauthenticated' });
          const more = options.router?.({
            ...{ access, auditor, auth, catalog, rules, store, poke },
          });
          if (more) httpRouter.use(more);
        },
      });
    },
  });
  const backend = await startTestBackend({
    features: [plugin, catalogOf(entities)],
  });
  worker.start();
  const { port } = backend.server as Server & { port(): number };
  const url = `http://localhost:${port.call(backend.server)}/api/private-ai`;

  async function call<T = Operation>(
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<{ status: number; body: T }> {
    const response = await fetch(url + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as T };
  }

  return {
    url,
    worker,
    call,
    /** The operation once it has reached a state. */
    async reaches(id: string, state: Operation['state']): Promise<Operation> {
      const { body } = await until(
        `the operation is ${state}`,
        () => call(`/operations/${id}`),
        answer => answer.body.state === state,
      );
      return body;
    },
    /** The whole stream of an operation's events. */
    async events(id: string, after = 0) {
      const response = await fetch(`${url}/operations/${id}/events?after=${after}`);
      const lines: OperationLogLine[] = [];
      for await (const { event, data } of readSse(response.body!)) {
        if (event === 'end') return { response, lines, end: JSON.parse(data) as Operation };
        lines.push(JSON.parse(data));
      }
      return { response, lines, end: undefined };
    },
    async stop() {
      await worker.stop();
      await backend.stop();
    },
  };
}

/** A catalog that knows the entities as they are when it is asked. */
function catalogOf(entities: Entity[]) {
  const catalog = new Proxy({} as CatalogService, {
    get(_, name: keyof CatalogService) {
      // Nobody registered them.
      if (name === 'getLocationByEntity') return async () => undefined;
      const now = catalogServiceMock({ entities });
      return (now[name] as () => unknown)?.bind(now);
    },
  });
  return createServiceFactory({
    service: catalogServiceRef,
    deps: {},
    factory: () => catalog,
  });
}
