import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import {
  apiEntityV1alpha1Validator,
  componentEntityV1alpha1Validator,
} from '@backstage/catalog-model';
import { parse, parseAllDocuments } from 'yaml';
import * as contract from '../../plugins/private-ai-common/src/annotations.ts';
import { outsideTruth } from '../../testing/outsideTruth.ts';
import { AWKWARD, renderSkeleton, RUNTIMES, template, type Json } from './rendered.ts';

const execute = promisify(execFile);
const envtest = outsideTruth('envtest/start.mjs');

for (const runtime of RUNTIMES) {
  describe(runtime, () => {
    let app: Awaited<ReturnType<typeof renderSkeleton>>;
    before(async () => {
      app = await renderSkeleton({ ...AWKWARD, runtime });
    });
    after(() => app[Symbol.dispose]());
    const read = (file: string) => readFileSync(join(app.folder, file), 'utf8');
    const documents = (file: string) => parseAllDocuments(read(file)).map(each => each.toJS());

    test('catalog-info survives any text and says where the app and its documents are', async () => {
      const [component, api] = documents('catalog-info.yaml');
      assert(await componentEntityV1alpha1Validator.check(component));
      assert(await apiEntityV1alpha1Validator.check(api));
      assert.equal(component.metadata.description, AWKWARD.description);
      assert.equal(component.spec.owner, 'group:default/team-a');
      assert(component.metadata.tags.includes(runtime));
      assert.deepEqual(component.metadata.annotations, {
        'private-ai/landing-zone': 'korea',
        'private-ai/namespace': 'weather-desk',
        'private-ai/service': 'weather-desk',
        'private-ai/agent-path': '/api/agent',
        'private-ai/foundry-account': 'aif-weather-desk-krc-01',
        'private-ai/model-deployment': 'gpt-5.2',
        'private-ai/identity': 'uami-aif-weather-desk-krc-01',
        'private-ai/connector': 'weather_desk_aif_connection',
        'private-ai/template-version': template.metadata.annotations['private-ai/template-version'],
        'backstage.io/techdocs-ref': 'dir:.',
        'backstage.io/kubernetes-id': 'weather-desk',
        'backstage.io/kubernetes-namespace': 'weather-desk',
        'backstage.io/kubernetes-label-selector': 'app.kubernetes.io/name=weather-desk',
      });
      for (const [name, key] of Object.entries(contract)) {
        if (name.startsWith('ANNOTATION_')) assert(component.metadata.annotations[key], name);
      }
      assert.deepEqual(component.spec.providesApis, [api.metadata.name]);
      const { paths } = parse(api.spec.definition);
      assert.deepEqual(Object.keys(paths['/api/agent'].post.responses), ['200', '400', '401']);
      const { nav, plugins } = parse(read('mkdocs.yml'));
      assert.deepEqual(plugins, ['techdocs-core']);
      for (const page of nav.flatMap((each: Json) => Object.values(each))) {
        assert.match(read(`docs/${page}`), /^# weather-desk$/m);
      }
    });

    test('a description that was left out', async () => {
      using bare = await renderSkeleton({ ...AWKWARD, runtime, description: undefined });
      const info = readFileSync(join(bare.folder, 'catalog-info.yaml'), 'utf8');
      const [component] = parseAllDocuments(info).map(each => each.toJS());
      assert.equal(component.metadata.description, 'Private AI application weather-desk');
    });

    test('a name that YAML alone would take for something else', async () => {
      using odd = await renderSkeleton({ ...AWKWARD, runtime, name: 'null' });
      const manifests = readdirSync(join(odd.folder, 'manifests')).map(file => `manifests/${file}`);
      for (const file of ['catalog-info.yaml', ...manifests]) {
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
        const configMapKeyRef = { name: 'weather-desk-agent', key };
        assert.deepEqual(variable.valueFrom, { configMapKeyRef });
        assert.equal(variable.value, undefined);
      }
      assert.equal(deployment.spec.template.spec.serviceAccountName, undefined);
      assert.equal(container.envFrom, undefined);
      const [service] = documents('manifests/service.yaml');
      assert.deepEqual(service.spec.ports, [{ name: 'http', port: 80, targetPort: 'http' }]);
    });

    test(
      'a real API server takes the manifests where Pod Security enforces restricted',
      { skip: envtest.skip },
      async () => {
        const { startControlPlane, unpacked } = await import(envtest.url);
        const plane = await startControlPlane();
        try {
          const config = ['--kubeconfig', plane.kubeconfig];
          const kubectl = (...args: string[]) => execute(unpacked('kubectl'), [...config, ...args]);
          await kubectl('create', 'namespace', 'apps');
          await kubectl(
            ...['label', 'namespace', 'apps', 'pod-security.kubernetes.io/enforce=restricted'],
          );
          const [deployment] = documents('manifests/deployment.yaml');
          // Enforcement looks at pods, not at what makes them.
          const pod: Json = {
            apiVersion: 'v1',
            kind: 'Pod',
            metadata: { ...deployment.spec.template.metadata, name: 'app' },
            spec: deployment.spec.template.spec,
          };
          writeFileSync(join(app.folder, 'pod.json'), JSON.stringify(pod));
          const manifests = readdirSync(join(app.folder, 'manifests'));
          for (const file of [...manifests.map(each => `manifests/${each}`), 'pod.json']) {
            const path = join(app.folder, file);
            const { stdout, stderr } = await kubectl(
              ...['apply', '--server-side', '--dry-run=server', '-n', 'apps', '-f', path],
            );
            assert.match(stdout, /serverside-applied/);
            assert.equal(stderr, '');
          }
        } finally {
          await plane.stop();
        }
      },
    );

    test('no file of a machine comes along', () => {
      const files = readdirSync(app.folder, { recursive: true, encoding: 'utf8' });
      const strays = /(^|\/)(node_modules|__pycache__|\.venv|\.\w+_cache|\.env|[^/]+\.log)(\/|$)/;
      assert.deepEqual(
        files.filter(file => strays.test(file)),
        [],
      );
      // A lock file that names a registry works in that registry's network only.
      for (const lock of files.filter(file =>
        /package-lock\.json$|requirements.*\.txt$/.test(file),
      )) {
        assert.doesNotMatch(read(lock), /"resolved"|index-url|\.(tgz|whl)\b/, lock);
      }
    });
  });
}
