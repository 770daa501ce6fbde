import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startAdmin } from './admin.ts';
import type { ArmHooks } from './arm/hooks.ts';
import { seedLandingZone } from './arm/seed.ts';
import { startArm } from './arm/server.ts';
import { connectHook } from './controllers/serviceConnector.ts';
import { startControllers } from './controllers/controllers.ts';
import { resolveName } from './controllers/privateNames.ts';
import { platform, secretOf } from './entra/principals.ts';
import { createFaults, type Listener } from './faults/faults.ts';
import type { FaultRoom } from './faults/rooms.ts';
import { startGit } from './git/git.ts';
import { startCluster } from './kubernetes/cluster.ts';
import { startClusterFront } from './kubernetes/front/clusterFront.ts';
import { startModel } from './model/model.ts';
import { PythonEnvironments } from './python/environments.ts';
import { findPython } from './python/interpreter.ts';
import { createRegistry } from './registry/registry.ts';
import type { Surroundings } from './room.ts';
import { Store } from './state/store.ts';
import { startPrometheus } from './telemetry/prometheus.ts';
import { cacheFolder } from './telemetry/prometheusBinary.ts';
import { startTelemetry } from './telemetry/telemetry.ts';
import { CertificateAuthority } from './tls/authority.ts';

/** What a client needs that has nothing else: the line of JSON that `npm run sandbox` prints. */
export interface SandboxFacts {
  resourceManager: string;
  /** For azurerm's `metadata_host`. */
  metadataHost: string;
  tenantId: string;
  subscriptionId: string;
  /** The portal's service principal: it has the roles of infra/roles. */
  clientId: string;
  clientSecret: string;
  /** The platform team's: Owner of the subscription. */
  platformClientId: string;
  platformClientSecret: string;
  caFile: string;
  /** The registries' own API: tokens, and manifests by tag. */
  registry: string;
  kubernetes: string;
  /** The administrator's. */
  kubernetesToken: string;
  /** Reads, and nothing else. */
  kubernetesViewerToken: string;
  kubeconfig: string;
  /** Its pages, API and repositories; over plain HTTP, so that a browser opens them. */
  git: string;
  /** The same over TLS. */
  gitTls: string;
  gitUser: string;
  gitPassword: string;
  model: string;
  /** OTLP over HTTP. */
  telemetry: string;
  /** Left out where this machine has no Prometheus; `prometheusProblem` says why. */
  prometheus?: string;
  prometheusProblem?: string;
  /** The version of this machine's Python, which runs Python apps; left out where it has none: `pythonProblem` says why. */
  python?: string;
  pythonProblem?: string;
  admin: string;
}

/**
 * Starts every room.
 * @param options.port the first of ten consecutive ports; 0 takes free ones
 * @param options.state the folder of everything that survives a restart
 * @param options.kubeconfig of a cluster to stand in front of, in place of the sandbox's own
 * @param options.modelUpstream an OpenAI-compatible URL that answers in place of the script
 */
export async function startSandbox(options: {
  port: number;
  state: string;
  log: (line: string) => void;
  modelUpstream?: string;
  kubeconfig?: string;
}): Promise<{ facts: SandboxFacts; stop(): Promise<void> }> {
  const { state, log } = options;
  mkdirSync(state, { recursive: true });
  const port = (offset: number) => (options.port === 0 ? 0 : options.port + offset);
  const store = new Store(state);
  const authority = await CertificateAuthority.open(store);
  const surroundings: Surroundings = { store, authority, folder: state, log };
  const stops: (() => Promise<void>)[] = [];
  const started = async <R extends { stop(): Promise<void> }>(room: Promise<R>): Promise<R> => {
    const one = await room;
    stops.push(() => one.stop());
    return one;
  };
  const stop = async () => {
    for (const end of stops.reverse()) await end();
    store.close();
  };
  const file = (name: string, content: string) => {
    writeFileSync(join(state, name), content, { mode: 0o600 });
    return join(state, name);
  };

  try {
    const faults = createFaults(store);
    const failing = (room: FaultRoom) => (listener: Listener) => faults.wrap(room, listener);
    // A linker that a restart cut off is worked on as soon as Resource Manager is there: it waits for the controllers.
    const connect = Promise.withResolvers<NonNullable<ArmHooks['connect']>>();
    const hooks: ArmHooks = {
      connect: async (...args) => (await connect.promise)(...args),
    };
    const found = await findPython();
    const python =
      'problem' in found ? found : { environments: new PythonEnvironments(found, cacheFolder()) };
    const registry = await started(
      createRegistry(surroundings, { port: port(3), python, wrap: failing('registry') }),
    );
    Object.assign(hooks, registry.hooks);
    const arm = await started(
      startArm(surroundings, {
        port: port(0),
        hooks,
        wrap: faults.wrap,
      }),
    );
    registry.setAzure({ arm: arm.arm, verifier: arm.verifier });
    const atCluster = {
      port: port(1),
      verifier: arm.verifier,
      wrap: failing('cluster'),
    };
    const { kubeconfig } = options;
    const cluster = await started(
      kubeconfig
        ? startClusterFront(surroundings, { ...atCluster, kubeconfig })
        : startCluster(surroundings, atCluster),
    );
    hooks.kubeconfig = () => cluster.clusterUserKubeconfig();
    seedLandingZone(arm.arm, { issuer: cluster.issuer });
    const git = await started(
      startGit(surroundings, { port: port(2), plainPort: port(9), wrap: failing('git') }),
    );
    const model = await started(
      startModel(surroundings, {
        port: port(4),
        arm: arm.arm,
        verifier: arm.verifier,
        upstream: options.modelUpstream,
        inNetwork: host =>
          'address' in resolveName(host, arm.arm, { entra: arm.url, model: arm.url }),
        wrap: failing('model'),
      }),
    );
    const telemetry = await started(startTelemetry(surroundings, { port: port(5) }));
    const prometheus = await started(
      startPrometheus(surroundings, {
        port: port(8),
        target: telemetry.url,
        wrap: failing('prometheus'),
      }),
    );
    const deps = {
      cluster: {
        url: cluster.url,
        token: cluster.adminToken,
        ca: authority.pem,
        issuer: cluster.issuer,
        mintToken: cluster.mintServiceAccountToken,
      },
      arm: arm.arm,
      images: registry.images,
      python,
      addresses: { entra: arm.url, model: model.url, telemetry: telemetry.url },
      configureCollector: telemetry.configure,
      port: port(7),
    };
    const controllers = await started(startControllers(surroundings, deps));
    connect.resolve(connectHook(deps));
    cluster.setDial(controllers.dial);
    cluster.setLogs(controllers.logs);
    const admin = await started(startAdmin(surroundings, { port: port(6), arm: arm.arm, faults }));
    return {
      stop,
      facts: {
        resourceManager: arm.url,
        metadataHost: new URL(arm.url).host,
        tenantId: arm.tenantId,
        subscriptionId: arm.subscriptionId,
        clientId: arm.clientId,
        clientSecret: arm.clientSecret,
        platformClientId: platform.clientId,
        platformClientSecret: secretOf(platform, store),
        caFile: file('ca.pem', authority.pem),
        registry: registry.url,
        kubernetes: cluster.url,
        kubernetesToken: cluster.adminToken,
        kubernetesViewerToken: await cluster.viewerToken(),
        kubeconfig: file('kubeconfig.json', cluster.kubeconfig()),
        git: git.url,
        gitTls: git.tlsUrl,
        gitUser: git.user,
        gitPassword: git.password,
        model: model.url,
        telemetry: telemetry.url,
        ...(prometheus.url
          ? { prometheus: prometheus.url }
          : { prometheusProblem: prometheus.problem }),
        ...('problem' in found ? { pythonProblem: found.problem } : { python: found.version }),
        admin: admin.url,
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
