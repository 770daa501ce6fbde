// `node packages/sandbox/src/testing/recorded/record.ts [typescript] [python]`: builds the template's skeletons as the registry
// does, runs each in a pod under the operator's injection, chats with it, and keeps its last OTLP request beside this file.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { create } from 'tar';
import { clusters, deployment, startControllersForTest } from '../controllers.ts';
import { until } from '../until.ts';
import { startRegistryForTest } from '../registry.ts';

const skeletons = resolve(import.meta.dirname, '../../../../../templates/private-ai-app/skeletons');

/** As the portal's Instrumentation says it (plugins/private-ai-backend, kubernetes/instrumentation.ts). */
const metricsOnly = {
  OTEL_TRACES_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
  OTEL_METRICS_EXPORTER: 'otlp',
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
  OTEL_METRIC_EXPORT_INTERVAL: '2000',
};
const runtimes = {
  typescript: {
    language: 'nodejs',
    env: { OTEL_NODE_RESOURCE_DETECTORS: 'env', OTEL_NODE_DISABLED_INSTRUMENTATIONS: 'openai' },
  },
  python: {
    language: 'python',
    env: {
      OTEL_PYTHON_DISABLED_INSTRUMENTATIONS: 'openai,system_metrics',
      OTEL_PYTHON_EXCLUDED_URLS: '/healthz',
      OTEL_SEMCONV_STABILITY_OPT_IN: 'http',
    },
  },
};

const listed = (env: Record<string, string>) =>
  Object.entries(env).map(([name, value]) => ({ name, value }));

async function listening(answer: http.RequestListener) {
  const server = http.createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, server };
}

/** The skeleton as the template renders it, as far as its process heeds it. */
function rendered(runtime: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-skeleton-'));
  const isOwn = (path: string) => !/node_modules|\.venv|__pycache__|\.pytest_cache/.test(path);
  for (const part of [runtime, 'shared'])
    cpSync(join(skeletons, part), folder, { recursive: true, filter: isOwn });
  for (const path of readdirSync(folder, { recursive: true }).map(one => join(folder, String(one))))
    if (statSync(path).isFile() && /\.(json|toml|yaml|md)$/.test(path)) {
      const text = readFileSync(path, 'utf8').replace(
        /\$\{\{ values\.name \| dump \}\}/g,
        '"weather"',
      );
      writeFileSync(path, text.replace(/\$\{\{ values\.name \}\}/g, 'weather'));
    }
  return folder;
}

async function record(name: keyof typeof runtimes): Promise<void> {
  const { language, env } = runtimes[name];
  const { startModel, toolCall, text, refuse } = await import(
    join(skeletons, 'typescript/test/modelServer.ts')
  );
  const model = await startModel(
    toolCall('call-1', 'get_weather', '{"city":"Seoul"}'),
    text('It is ', '13.'),
    toolCall('call-2', 'send_mail', '{"to":"a@b.example","subject":"s","body":"b"}'),
    text('Sent.'),
    refuse(403, 'Forbidden'),
  );
  let last: Buffer | undefined;
  const recorder = await listening(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    last = Buffer.concat(parts);
    response.end();
  });
  const acr = await startRegistryForTest();
  const file = join(acr.work, 'source.tar.gz');
  await create({ gzip: true, portable: true, cwd: rendered(name), file }, ['.']);
  const { body } = await acr.schedule(await acr.upload(readFileSync(file)));
  const build = await acr.finished(body.name);
  assert.equal(build.status, 'Succeeded', await acr.logOf(body.name));
  const image = await acr.resolve('acrcontosokrc01.azurecr.io/private-ai/weather:one');
  assert.ok(image);
  const cluster = clusters.find(one => one.name === "the sandbox's cluster");
  assert.ok(cluster);
  const it = await startControllersForTest(cluster.start, {
    telemetry: recorder.url,
    python: acr.python,
    more: { 'registry.test/weather:1': image },
  });
  try {
    const metadata = { name: 'private-ai', namespace: 'app' };
    const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app' } };
    await it.client.apply('namespaces', namespace, 'test');
    const instrumentation = {
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
      metadata,
      spec: {
        exporter: {
          endpoint: 'http://otel-collector.opentelemetry-operator-system.svc.cluster.local:4318',
        },
        propagators: ['tracecontext', 'baggage'],
        env: listed(metricsOnly),
        [language]: { env: listed(env) },
      },
    };
    await it.client.apply('instrumentations', instrumentation, 'test');
    const app = deployment('weather', {
      image: 'registry.test/weather:1',
      metadata: {
        annotations: { [`instrumentation.opentelemetry.io/inject-${language}`]: 'private-ai' },
      },
      container: {
        env: listed({
          SINGLE_USER: 'true',
          AZURE_AISERVICES_OPENAI_BASE: model.url,
          AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt-5.2',
          AGENT_INSTRUCTIONS: 'Answer.',
          OPENAI_API_KEY: 'none',
        }),
        readinessProbe: { httpGet: { path: '/healthz', port: 'http' }, periodSeconds: 1 },
      },
    });
    await it.client.apply('deployments', app, 'test');
    const pod = await until('the agent is ready', async () => {
      const [one] = (await it.client.list('pods', 'app')).items;
      return one?.status?.containerStatuses?.[0]?.ready && one;
    }).catch(async error => {
      const [one] = (await it.client.list('pods', 'app')).items;
      const options = { container: 'app', previous: false, follow: false };
      const said = one && (await it.room.logs(one, options, AbortSignal.timeout(1000)));
      throw new Error(`${error.message}\n${JSON.stringify(one?.status)}\n${said}`);
    });
    const port = it.room.dial(pod.status.podIP, 8080)?.port;
    const run = async (content: string, more: object = {}) => {
      const messages = [{ id: content, role: 'user', content }];
      const input = {
        threadId: 'thread-1',
        runId: content,
        messages,
        tools: [],
        context: [],
        state: {},
      };
      const answer = await fetch(`http://127.0.0.1:${port}/api/agent`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
        body: JSON.stringify({ ...input, forwardedProps: {}, ...more }),
      });
      const stream = await answer.text();
      console.log(`${name}: ${content}: ${answer.status}\n${stream}`);
      return stream;
    };
    await run('weather');
    const paused = await run('mail');
    const interruptId = /"id":"([^"]+)","reason":"tool_call"/.exec(paused)?.[1];
    assert.ok(interruptId, 'the mail waits for approval');
    const call = { id: 'call-2', type: 'function' };
    const args = '{"to":"a@b.example","subject":"s","body":"b"}';
    await run('resumed', {
      messages: [
        { id: 'mail', role: 'user', content: 'mail' },
        {
          id: 'asked',
          role: 'assistant',
          toolCalls: [{ ...call, function: { name: 'send_mail', arguments: args } }],
        },
      ],
      resume: [{ interruptId, status: 'resolved', payload: { approved: true } }],
    });
    await run('refused');
    await sleep(5000);
    await it.client.delete('deployments', app.metadata);
    await until('it is gone', async () => (await it.client.list('pods', 'app')).items.length === 0);
    assert.ok(last, 'it exported');
    assert.ok(!last.includes(acr.work) && !last.includes(process.cwd()), 'no path of this machine');
    writeFileSync(join(import.meta.dirname, `${name}.otlp`), last);
    console.log(`${name}: ${last.length} bytes`);
  } finally {
    await it.stop();
    await acr.stop();
    recorder.server.close();
    await model[Symbol.asyncDispose]();
  }
}

const asked = process.argv.slice(2);
for (const name of Object.keys(runtimes) as (keyof typeof runtimes)[])
  if (!asked.length || asked.includes(name)) await record(name);
