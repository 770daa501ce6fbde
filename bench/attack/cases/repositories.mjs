// What a repository brings: its description and its manifests. Cases 78 to 89.
import assert from 'node:assert/strict';
import { symlinkSync, unlinkSync, writeFileSync, truncateSync } from 'node:fs';
import { failedWith } from '../refusal.mjs';

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

/** A release of a commit, to its end. */
export async function released({ ask, ended }, commit) {
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

/** Every kind that an application's own rights would reach beyond it with; first what the portal has the right to lay down. */
const kinds = [
  ['NetworkPolicy', 'networking.k8s.io/v1', 'spec: { podSelector: {}, egress: [{}] }'],
  ['ClusterRole', 'rbac.authorization.k8s.io/v1', 'rules: []'],
  ['Secret', 'v1', 'stringData: { a: b }'],
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
          async commit =>
            failedWith(await released(world, commit), new RegExp(`${kind} of .* is not deployed`)),
        );
      return said;
    },
  },
  refusedCommit(79, 'a folder of the node’s', volume('hostPath: { path: / }'), /hostPath/),
  {
    id: 80,
    title: 'a container of another team’s image',
    async attack(world) {
      const { body } = await world.ask('other', at.replace('weather', 'payroll') + '/releases');
      const [{ image }] = body.items;
      const rights = 'allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }';
      const thief = `{ name: thief, image: '${image}', command: [node, -e, '0'], securityContext: { ${rights} } }`;
      const changes = pod(`      initContainers:\n        - ${thief}`)(world.weather);
      return world.weather.tried(changes, async commit =>
        failedWith(await released(world, commit), /another application/),
      );
    },
  },
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
    /more than \d+ documents/,
  ),
  refusedCommit(
    86,
    'a ConfigMap of the portal’s',
    {
      'manifests/more.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: weather-portal }\ndata: { a: b }\n',
    },
    /weather-portal, which is the portal’s own/,
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
          failedWith(
            await released(world, commit),
            /does not describe it|catalog-info\.yaml is a link/,
          ),
        );
      return said;
    },
  },
];
