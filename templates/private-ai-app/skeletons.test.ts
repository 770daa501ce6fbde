import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { parseAllDocuments } from 'yaml';
import { launchChromium } from '../../e2e/chromium.ts';
import * as contract from '../../plugins/private-ai-common/src/annotations.ts';
import { AWKWARD, renderSkeleton, type Json } from './rendered.ts';
import { startModel, text, toolCall } from './skeletons/typescript/test/modelServer.ts';

const execute = promisify(execFile);
const env = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };
const envtest = resolve(import.meta.dirname, '../../../shared/envtest/start.mjs');
if (!existsSync(envtest) && process.env.CI) {
  throw new Error('../shared/envtest is missing, and CI is set.');
}
const skip =
  !existsSync(envtest) && 'NOT RUN: it needs ../shared/envtest, which this clone does not have';

let app: Awaited<ReturnType<typeof renderSkeleton>>;
before(async () => {
  app = await renderSkeleton(AWKWARD);
});
after(() => app[Symbol.dispose]());

const read = (file: string) => readFileSync(join(app.folder, file), 'utf8');
const documents = (file: string) => parseAllDocuments(read(file)).map(each => each.toJS());

test('catalog-info survives any text and says where the app is', async () => {
  const [component, api] = documents('catalog-info.yaml');
  assert(await componentEntityV1alpha1Validator.check(component));
  assert(await apiEntityV1alpha1Validator.check(api));
  assert.equal(component.metadata.description, AWKWARD.description);
  assert.equal(component.spec.owner, 'group:default/team-a');
  assert.deepEqual(component.metadata.annotations, {
    'private-ai/landing-zone': 'korea',
    'private-ai/namespace': 'weather-desk',
    'private-ai/service': 'weather-desk',
    'private-ai/agent-path': '/api/agent',
    'private-ai/foundry-account': 'aif-weather-desk-krc-01',
    'private-ai/model-deployment': 'gpt-5.2',
    'private-ai/identity': 'uami-aif-weather-desk-krc-01',
    'private-ai/connector': 'weather_desk_aif_connection',
    'private-ai/template-version': '0.1.0',
    'backstage.io/kubernetes-id': 'weather-desk',
    'backstage.io/kubernetes-namespace': 'weather-desk',
    'backstage.io/kubernetes-label-selector': 'app.kubernetes.io/name=weather-desk',
  });
  for (const [name, key] of Object.entries(contract)) {
    if (name.startsWith('ANNOTATION_')) assert(component.metadata.annotations[key], name);
  }
  assert.deepEqual(component.spec.providesApis, [api.metadata.name]);
  assert(parseAllDocuments(api.spec.definition)[0]!.toJS().paths['/api/agent'].post);
});

test('a description that was left out', async () => {
  using bare = await renderSkeleton({ ...AWKWARD, description: undefined });
  const info = readFileSync(join(bare.folder, 'catalog-info.yaml'), 'utf8');
  const [component] = parseAllDocuments(info).map(each => each.toJS());
  assert.equal(component.metadata.description, 'Private AI application weather-desk');
});

test('a name that YAML alone would take for something else', async () => {
  using odd = await renderSkeleton({ ...AWKWARD, name: 'null' });
  for (const file of ['catalog-info.yaml', 'manifests/deployment.yaml', 'manifests/service.yaml']) {
    const [{ metadata }] = parseAllDocuments(readFileSync(join(odd.folder, file), 'utf8')).map(
      each => each.toJS(),
    );
    assert.equal(metadata.name, 'null', file);
    for (const label of Object.values(metadata.labels ?? {})) assert.equal(label, 'null', file);
  }
});

test('the manifests leave instructions and model to the portal, and hold nothing that it lays over', () => {
  const [deployment] = documents('manifests/deployment.yaml');
  const [container] = deployment.spec.template.spec.containers;
  for (const key of ['AZURE_OPENAI_DEPLOYMENT_NAME', 'AGENT_INSTRUCTIONS']) {
    const variable = container.env.find(({ name }: { name: string }) => name === key);
    assert.deepEqual(variable.valueFrom, { configMapKeyRef: { name: 'weather-desk-agent', key } });
    assert.equal(variable.value, undefined);
  }
  assert.equal(deployment.spec.template.spec.serviceAccountName, undefined);
  assert.equal(container.envFrom, undefined);
  const [service] = documents('manifests/service.yaml');
  assert.deepEqual(service.spec.ports, [{ name: 'http', port: 80, targetPort: 'http' }]);
});

test(
  'a real API server takes the manifests where Pod Security enforces restricted',
  { skip },
  async () => {
    const { startControlPlane, unpacked } = await import(pathToFileURL(envtest).href);
    const plane = await startControlPlane();
    try {
      const config = ['--kubeconfig', plane.kubeconfig];
      const kubectl = (...args: string[]) => execute(unpacked('kubectl'), [...config, ...args]);
      await kubectl('create', 'namespace', 'apps');
      await kubectl('label', 'namespace', 'apps', 'pod-security.kubernetes.io/enforce=restricted');
      const [deployment] = documents('manifests/deployment.yaml');
      // Enforcement looks at pods, not at what makes them.
      const pod: Json = {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { ...deployment.spec.template.metadata, name: 'app' },
        spec: deployment.spec.template.spec,
      };
      writeFileSync(join(app.folder, 'pod.json'), JSON.stringify(pod));
      for (const file of ['manifests/deployment.yaml', 'manifests/service.yaml', 'pod.json']) {
        const { stdout, stderr } = await kubectl(
          ...[
            'apply',
            '--server-side',
            '--dry-run=server',
            '-n',
            'apps',
            '-f',
            join(app.folder, file),
          ],
        );
        assert.match(stdout, /serverside-applied/);
        assert.equal(stderr, '');
      }
    } finally {
      await plane.stop();
    }
  },
);

test('npm ci and npm test pass in the made repository', async () => {
  assert.doesNotMatch(read('package-lock.json'), /"resolved"/);
  assert.equal(JSON.parse(read('package.json')).name, 'weather-desk');
  await execute('npm', ['ci'], { cwd: app.folder, env });
  const { NODE_TEST_CONTEXT: _, ...own } = env;
  const { stdout } = await execute('npm', ['test'], { cwd: app.folder, env: own });
  assert.match(stdout, /pass [1-9]/);
  assert.match(stdout, /fail 0/);
});

/** The app with only what the image holds, against a model that calls the tool and then answers. */
async function startApp() {
  await execute('npm', ['prune', '--omit=dev'], { cwd: app.folder, env });
  const model = await startModel(
    toolCall('call-1', 'get_weather', '{"city":"Seoul"}'),
    text('It is ', '13 °C.'),
    text('You are welcome.'),
  );
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: app.folder,
    env: {
      PATH: env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      AZURE_AISERVICES_OPENAI_BASE: `${model.url}/`,
      AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt-5.2',
      AGENT_INSTRUCTIONS: AWKWARD.instructions,
      OPENAI_API_KEY: 'key',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.on('data', chunk => (log += chunk));
  while (!log.includes('http://')) await once(child.stdout, 'data');
  return {
    url: /http:\/\/[\d.:]+/.exec(log)![0],
    model,
    child,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await model[Symbol.asyncDispose]();
    },
  };
}

test('the app as the image has it: a streamed answer that used the tool, then SIGTERM, exit 0', async () => {
  await using started = await startApp();
  const { url, model, child } = started;
  const response = await fetch(`${url}/api/agent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Weather in Seoul?' }] }),
  });
  const types = [...(await response.text()).matchAll(/"type":"([A-Z_]+)"/g)].map(match => match[1]);
  assert(types.includes('TOOL_CALL_RESULT'));
  assert.equal(types.at(-1), 'RUN_FINISHED');
  assert.deepEqual(model.asked[0]!.body.messages[0], {
    role: 'system',
    content: AWKWARD.instructions.trim(),
  });
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('its chat page, in a browser: Korean, Enter sends unless composing, tool shown, conversation kept', async () => {
  await using started = await startApp();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ locale: 'ko-KR' });
    const problems: string[] = [];
    page.on('pageerror', error => problems.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') problems.push(message.text());
    });
    await page.goto(started.url);
    assert.equal(new URL(page.url()).pathname, '/chat/');
    const input = page.getByRole('textbox', { name: '무엇이든 물어보세요' });
    await input.fill('서울 날씨는?');
    await input.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    assert.equal(started.model.asked.length, 0);
    await input.press('Enter');
    await page.getByText('It is 13 °C.').waitFor();
    await page.getByText('get_weather').click();
    await page.getByText('"temperatureC":13').waitFor();

    await input.fill('고마워');
    await page.getByRole('button', { name: '보내기' }).click();
    await page.getByText('You are welcome.').waitFor();
    assert.deepEqual(
      started.model.asked.at(-1)!.body.messages.map(message => message.role),
      ['system', 'user', 'assistant', 'tool', 'assistant', 'user'],
    );
    assert.deepEqual(problems, []);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: process.env.SCREENSHOTS });
  } finally {
    await browser.close();
  }
});
