// What a repository brings: its description, its manifests, its build. Cases 78 to 95.
import assert from 'node:assert/strict';
import { symlinkSync, unlinkSync, writeFileSync, truncateSync } from 'node:fs';
import { failedWith, short } from '../refusal.mjs';

const at = '/apps/component/default/weather';

/** A release of a commit with these files, which has to fail in these words. */
const refusedCommit = (id, title, changes, words) => ({
  id,
  title,
  attack: async world =>
    world.weather.tried(
      typeof changes === 'function' ? changes(world.weather) : changes,
      async commit => failedWith(await released(world, commit), words),
    ),
});

async function released({ ask, ended }, commit) {
  const answer = await ask('dev', `${at}/releases`, { body: { commit } });
  assert.equal(answer.status, 201, answer.text);
  return ended('dev', answer.body.id);
}

const object = (kind, apiVersion, rest = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: weather }\n${rest}`;

/** The Deployment with something more in its pod, or in its template. */
const pod =
  (more, where = '      containers:') =>
  source => ({
    'manifests/deployment.yaml': source
      .read('manifests/deployment.yaml')
      .replace(where, `${more}\n${where}`),
  });
const volume = text => pod(`      volumes:\n        - { name: v, ${text} }`);

const link = target => file => {
  unlinkSync(file);
  symlinkSync(target, file);
};

/** Has a build run a program, and looks at what is told of it. */
export async function built(world, program, look) {
  const containerfile = world.weather
    .read('Containerfile')
    .replace('USER 1000', 'COPY print.mjs ./\nRUN node print.mjs\nUSER 1000');
  const print = `import { writeSync } from 'node:fs';\n${program}\nvoid writeSync;\n`;
  return world.weather.tried({ Containerfile: containerfile, 'print.mjs': print }, async commit => {
    const { id } = await released(world, commit);
    const { text } = await world.ask('dev', `/operations/${id}/events`);
    return look(text);
  });
}

/** Every kind that an application's own rights would reach beyond it with. */
const kinds = [
  ['ClusterRole', 'rbac.authorization.k8s.io/v1', 'rules: []'],
  ['Secret', 'v1', 'stringData: { a: b }'],
  ['NetworkPolicy', 'networking.k8s.io/v1', 'spec: { podSelector: {}, egress: [{}] }'],
  ['Ingress', 'networking.k8s.io/v1', 'spec: {}'],
  ['Pod', 'v1', 'spec: { containers: [] }'],
  ['CustomResourceDefinition', 'apiextensions.k8s.io/v1', 'spec: {}'],
];

export const repositories = [
  {
    id: 78,
    title: kinds.map(([kind]) => kind).join(', '),
    async attack(world) {
      let said;
      for (const [kind, apiVersion, rest] of kinds)
        said = await world.weather.tried(
          { 'manifests/more.yaml': object(kind, apiVersion, rest) },
          async commit => failedWith(await released(world, commit), new RegExp(kind)),
        );
      return said;
    },
  },
  refusedCommit(79, 'a folder of the node’s', volume('hostPath: { path: / }'), /hostPath/),
  refusedCommit(
    80,
    'a sidecar of another image',
    pod(
      '      initContainers:\n        - { name: thief, image: acrcontosokrc01.azurecr.io/private-ai/payroll:1 }',
    ),
    /thief/,
  ),
  refusedCommit(
    82,
    'a toleration of everything',
    pod("      tolerations:\n        - { key: '', operator: Exists }"),
    /tolerations/,
  ),
  refusedCommit(
    83,
    'pods that never go',
    source => ({
      'manifests/deployment.yaml': source
        .read('manifests/deployment.yaml')
        .replace(
          '      labels: { app.kubernetes.io/name: weather }',
          '      finalizers: [evil.example/never]\n      labels: { app.kubernetes.io/name: weather }',
        ),
    }),
    /finalizers/,
  ),
  refusedCommit(
    '83b',
    'pods that take a year to end',
    pod('      terminationGracePeriodSeconds: 31536000'),
    /terminationGracePeriodSeconds/,
  ),
  refusedCommit(84, 'a disk of the node without a limit', volume('emptyDir: {}'), /sizeLimit/),
  refusedCommit(
    '84b',
    'a disk of 32 TiB',
    volume(
      'ephemeral: { volumeClaimTemplate: { spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 32Ti } } } } }',
    ),
    /ephemeral/,
  ),
  refusedCommit(
    '84c',
    'a share that the node mounts',
    volume('csi: { driver: file.csi.azure.com }'),
    /csi/,
  ),
  refusedCommit(
    85,
    '2,000 ConfigMaps',
    {
      'manifests/more.yaml': Array.from(
        { length: 2000 },
        (_, index) =>
          `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${index} }\ndata: { a: b }\n`,
      ).join('---\n'),
    },
    /document|objects|manifests/i,
  ),
  refusedCommit(
    86,
    'a ConfigMap of the portal’s',
    {
      'manifests/more.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: weather-portal }\ndata: { a: b }\n',
    },
    /weather-portal/,
  ),
  {
    id: 87,
    title: 'Services that take others’ traffic',
    async attack(world) {
      let said;
      for (const [spec, word] of [
        ['externalIPs: [10.0.0.1]', 'externalIPs'],
        ['type: ExternalName, externalName: evil.example', 'ExternalName|externalName'],
        ['type: NodePort', 'NodePort'],
        ['type: LoadBalancer', 'LoadBalancer'],
      ])
        said = await world.weather.tried(
          {
            'manifests/service.yaml': `apiVersion: v1\nkind: Service\nmetadata: { name: weather }\nspec: { ${spec}, selector: { app.kubernetes.io/name: weather }, ports: [{ port: 80, targetPort: http }] }\n`,
          },
          async commit => failedWith(await released(world, commit), new RegExp(word)),
        );
      return said;
    },
  },
  refusedCommit(
    88,
    'a description of 20 MB',
    source => ({
      'catalog-info.yaml': `${source.read('catalog-info.yaml')}---\n${'- a\n'.repeat(5_000_000)}`,
    }),
    /catalog-info\.yaml/,
  ),
  refusedCommit(
    '88b',
    'a manifest of a gigabyte of zeros',
    {
      'manifests/zeros.yaml': file => {
        writeFileSync(file, '');
        truncateSync(file, 1_000_000_000);
      },
    },
    /zeros\.yaml|MB/,
  ),
  refusedCommit(
    '88c',
    'aliases that make too much of it',
    {
      'manifests/bomb.yaml': [
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: bomb }\ndata:\n  a0: &a0 [x,x,x,x,x,x,x,x,x]',
        ...Array.from(
          { length: 9 },
          (_, n) => `  a${n + 1}: &a${n + 1} [${Array(9).fill(`*a${n}`)}]`,
        ),
      ].join('\n'),
    },
    /alias|YAML/i,
  ),
  {
    id: 89,
    title: 'a description that is a link out of the repository',
    async attack(world) {
      let said;
      for (const target of ['/dev/zero', '/proc/self/environ', '../../../etc/passwd'])
        said = await world.weather.tried({ 'catalog-info.yaml': link(target) }, async commit =>
          failedWith(await released(world, commit), /catalog-info\.yaml/),
        );
      return said;
    },
  },
  {
    id: 91,
    title: 'an image made from another team’s',
    async attack(world) {
      const containerfile = world.weather
        .read('Containerfile')
        .replace(
          /^FROM .*/m,
          `FROM acrcontosokrc01.azurecr.io/private-ai/payroll@sha256:${'a'.repeat(64)}`,
        );
      return world.weather.tried({ Containerfile: containerfile }, async commit =>
        failedWith(await released(world, commit), /another application/),
      );
    },
  },
  {
    id: 92,
    title: 'a build that prints a gigabyte',
    attack: async world =>
      built(
        world,
        `const line = 'x'.repeat(900) + '\\n';
         for (let at = 0; at < 1100; at++) writeSync(1, line.repeat(1000));`,
        text => {
          assert.match(text, /no more of them are told/);
          assert.ok(text.length < 30_000_000, `${text.length} characters of it are kept`);
          return `${text.match(/^data:/gm).length} lines are kept`;
        },
      ),
  },
  {
    id: 93,
    title: 'a build that prints secrets',
    attack: async world => {
      const some = 'A1b2C3d4E5f6G7h8I9j0A1b2C3d4E5f6G7h8';
      const secrets = {
        jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQtaGVyZQ',
        github: `ghp_${some}`,
        password: 'planted-and-looked-for',
      };
      const print = `console.log('it prints\\npassword=${secrets.password}\\n${secrets.jwt}\\n${secrets.github}')`;
      return built(world, print, text => {
        assert.match(text, /it prints/);
        const found = Object.keys(secrets).filter(name => text.includes(secrets[name]));
        assert.deepEqual(found, [], `${found} is told`);
        return 'none of them is told';
      });
    },
  },
  {
    id: 95,
    title: 'a verification that is answered with 15 MB',
    async attack(world) {
      const app = world.request('weather', 'group:default/app-team');
      const loud = world.weather
        .read('server.mjs')
        .replace('answers[text.trim()] ?? answers.plain', 'answers[text.trim()] ?? answers.error');
      return world.weather.tried({ 'server.mjs': loud }, async commit => {
        await released(world, commit);
        const answer = await world.ask('dev', '/operations', {
          body: { kind: 'verify', input: { app } },
        });
        const operation = await world.ended('dev', answer.body.id);
        assert.equal(operation.state, 'failed', 'it is taken for well');
        assert.ok(
          operation.error.message.length <= 4_200,
          `${operation.error.message.length} characters`,
        );
        const { text } = await world.ask('dev', '/operations?entityRef=component:default/weather');
        assert.ok(text.length < 1_000_000, `the list has ${text.length} characters`);
        return short(operation.error.message);
      });
    },
  },
];
