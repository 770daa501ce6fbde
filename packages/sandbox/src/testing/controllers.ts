import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startArmForTest } from './arm.ts';
import { startCluster } from '../kubernetes/cluster.ts';
import type { Python } from '../python/environments.ts';
import type { Image } from '../registry/image.ts';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';
import { ClusterClient } from '../controllers/client.ts';
import { startControllers } from '../controllers/controllers.ts';
import type { Cluster } from '../controllers/surroundings.ts';

type TestArm = Awaited<ReturnType<typeof startArmForTest>>;
type TestCluster = Cluster & { stop(): Promise<void> };

const controlPlane = outsideTruth('envtest/start.mjs');

/** The clusters that the controllers are tested on: to them they are the same. */
export const clusters: {
  name: string;
  skip: string | false;
  start(arm: TestArm): Promise<TestCluster>;
}[] = [
  {
    name: 'the real kube-apiserver',
    skip: controlPlane.skip,
    async start() {
      const { startControlPlane } = await import(controlPlane.url);
      const { server, token, ca, stop } = await startControlPlane();
      const mintToken = () => Promise.reject(new Error('not used with this server'));
      return { url: server, token, ca, issuer: server, mintToken, stop };
    },
  },
  {
    name: "the sandbox's cluster",
    skip: false,
    async start({ surroundings, verifier, ca }) {
      const room = await startCluster(surroundings, { port: 0, verifier });
      const { url, adminToken: token, issuer, mintServiceAccountToken: mintToken, stop } = room;
      return { url, token, ca, issuer, mintToken, stop };
    },
  },
];

/** A small app: answers what the tests ask of a pod, from inside of it. */
const app = `
import http from 'node:http';
import { appendFileSync, readFileSync } from 'node:fs';
const { HOST, PORT, VERSION = 'none' } = process.env;
const answers = {
  '/': () => VERSION,
  '/env': () => JSON.stringify(process.env),
  '/file': query => readFileSync(query.get('path'), 'utf8'),
  async '/fetch'(query) {
    const answer = await fetch(query.get('url'), {
      headers: { authorization: query.get('authorization') ?? '' },
      ...(query.has('form') && { method: 'POST', body: new URLSearchParams(query.get('form')) }),
    });
    return await answer.text();
  },
};
const server = http.createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://pod');
  try {
    response.end(await answers[pathname](searchParams));
  } catch (error) {
    response.writeHead(500).end([error.message, error.cause?.message].join(': '));
  }
});
setTimeout(() => server.listen(PORT, HOST, () => console.log('listening')), 300);
const { STUBBORN } = process.env;
if (STUBBORN) process.on('SIGTERM', () => appendFileSync(STUBBORN, 'no'));
else process.on('SIGTERM', () => server.close(() => process.exit(0)) && server.closeAllConnections());
`;

/** Everything that controllers need, around a cluster; `ended` by the test. */
export async function startControllersForTest(
  start: (arm: TestArm) => Promise<TestCluster>,
  {
    model = () => 'https://localhost:1',
    telemetry = 'http://127.0.0.1:4318',
    python = { problem: 'not in this test' },
    more = {},
  }: {
    /** URL of what stands for the model, once the cluster is there. */
    model?(): string;
    telemetry?: string;
    python?: Python;
    /** Images besides the test's own. */
    more?: Record<string, Image>;
  } = {},
) {
  const arm = await startArmForTest();
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-controllers-'));
  writeFileSync(join(folder, 'app.mjs'), app);
  const image = (env: Record<string, string>, command = ['node', 'app.mjs']): Image => ({
    folder,
    runtime: 'node',
    command,
    env,
    workingDir: folder,
  });
  const images: Record<string, Image> = {
    ...more,
    'registry.test/app:1': image({ VERSION: '1' }),
    'registry.test/app:2': image({ VERSION: '2' }),
    'registry.test/stubborn:1': image({ STUBBORN: join(folder, 'heard') }),
    'registry.test/broken:1': image({}, [
      'node',
      '-e',
      'console.error("cannot go on"); process.exit(3)',
    ]),
  };
  const cluster = await start(arm).catch(async error => {
    await arm.stop();
    throw error;
  });
  const addresses = { entra: arm.url, model: model(), telemetry };
  const open = () =>
    startControllers(
      { ...arm.surroundings, folder },
      {
        port: 0,
        cluster,
        arm: arm.arm,
        images: { resolve: async reference => images[reference] },
        python,
        configureCollector: () => undefined,
        addresses,
        pace: { setup: 200, restart: 1500, longest: 3000, volumes: 300 },
      },
    );
  let room = await open().catch(async error => {
    await cluster.stop();
    await arm.stop();
    throw error;
  });
  const client = new ClusterClient(cluster);
  return {
    arm,
    addresses,
    /** What the stubborn one said to SIGTERM; it outlives the pod. */
    heard: () => readFileSync(join(folder, 'heard'), 'utf8'),
    client,
    cluster,
    get room() {
      return room;
    },
    async restart() {
      await room.stop();
      room = await open();
    },
    async stop() {
      client.close();
      await room.stop();
      await cluster.stop();
      await arm.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A Deployment as an app's manifests have it. */
export function deployment(
  name: string,
  {
    image,
    replicas = 1,
    spec = {},
    container = {},
    metadata = {},
  }: {
    image: string;
    replicas?: number;
    /** Of the pod. */
    spec?: object;
    container?: object;
    metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
  },
) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'app' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: {
        metadata: { ...metadata, labels: { ...labels, ...metadata.labels } },
        spec: {
          ...spec,
          containers: [
            {
              name: 'app',
              image,
              ports: [{ name: 'http', containerPort: 8080 }],
              readinessProbe: { httpGet: { path: '/', port: 'http' }, periodSeconds: 1 },
              ...container,
            },
          ],
        },
      },
    },
  };
}
