import { apiVersion, kinds, type Kind } from './kinds.ts';

/** The release whose behaviour is followed. */
export const version = {
  major: '1',
  minor: '37',
  gitVersion: 'v1.37.2',
  gitCommit: '',
  gitTreeState: 'clean',
  buildDate: '2026-10-27T12:01:04Z',
  goVersion: 'go1.26.8',
  compiler: 'gc',
  platform: 'linux/amd64',
};

const allVerbs = [
  'create',
  'delete',
  'deletecollection',
  'get',
  'list',
  'patch',
  'update',
  'watch',
];
const verbsOf = (kind: Kind) => (kind.review ? ['create'] : allVerbs);
const partVerbs = ['get', 'patch', 'update'];
const singular = (kind: Kind) => kind.kind.toLowerCase();
const groups = [...new Set(kinds.map(kind => kind.group))];
const versionsOf = (group: string) => [
  ...new Set(kinds.filter(kind => kind.group === group).map(kind => kind.version)),
];
const kindsOf = (group: string, wanted: string) =>
  kinds.filter(kind => kind.group === group && kind.version === wanted);

interface Part {
  name: string;
  kind: string;
  group?: string;
  version?: string;
  verbs: string[];
}

function partsOf(kind: Kind): Part[] {
  return [
    ...(kind.status ? [{ name: 'status', kind: kind.kind, verbs: partVerbs }] : []),
    ...(kind.scale
      ? [{ name: 'scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: partVerbs }]
      : []),
    ...(kind.kind === 'Pod' ? [{ name: 'log', kind: 'Pod', verbs: ['get'] }] : []),
    ...(kind.kind === 'Service'
      ? [
          {
            name: 'proxy',
            kind: 'ServiceProxyOptions',
            verbs: ['create', 'delete', 'get', 'patch', 'update'],
          },
        ]
      : []),
    ...(kind.kind === 'ServiceAccount'
      ? [
          {
            name: 'token',
            kind: 'TokenRequest',
            group: 'authentication.k8s.io',
            version: 'v1',
            verbs: ['create'],
          },
        ]
      : []),
  ];
}

/** The resources of one group and version; undefined when there are none. */
export function resourceList(group: string, wanted: string) {
  const served = kindsOf(group, wanted);
  if (served.length === 0) return undefined;
  const resources = served.flatMap(kind => [
    {
      name: kind.plural,
      singularName: singular(kind),
      namespaced: kind.namespaced,
      kind: kind.kind,
      verbs: verbsOf(kind),
      ...(kind.shortNames?.length && { shortNames: kind.shortNames }),
      ...(kind.all && { categories: ['all'] }),
    },
    ...partsOf(kind).map(part => ({
      ...part,
      name: `${kind.plural}/${part.name}`,
      singularName: '',
      namespaced: kind.namespaced,
    })),
  ]);
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: group ? `${group}/${wanted}` : wanted,
    resources,
  };
}

export const coreVersions = (host: string) => ({
  kind: 'APIVersions',
  apiVersion: 'v1',
  versions: versionsOf(''),
  serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
});

export function apiGroup(group: string) {
  const versions = versionsOf(group).map(one => ({
    groupVersion: `${group}/${one}`,
    version: one,
  }));
  return versions.length
    ? { kind: 'APIGroup', apiVersion: 'v1', name: group, versions, preferredVersion: versions[0] }
    : undefined;
}

export const apiGroups = () => ({
  kind: 'APIGroupList',
  apiVersion: 'v1',
  groups: groups.filter(Boolean).map(group => {
    const { kind: _, apiVersion: __, ...listed } = apiGroup(group) as Record<string, unknown>;
    return listed;
  }),
});

/** Everything in one answer, for clients that ask for it: the core group at `/api`, all others at `/apis`. */
export const aggregated = (core: boolean) => ({
  kind: 'APIGroupDiscoveryList',
  apiVersion: 'apidiscovery.k8s.io/v2',
  metadata: {},
  items: groups
    .filter(group => !group === core)
    .map(group => ({
      metadata: group ? { name: group } : {},
      versions: versionsOf(group).map(one => ({
        version: one,
        freshness: 'Current',
        resources: kindsOf(group, one).map(kind => ({
          resource: kind.plural,
          responseKind: { group, version: one, kind: kind.kind },
          scope: kind.namespaced ? 'Namespaced' : 'Cluster',
          singularResource: singular(kind),
          verbs: verbsOf(kind),
          ...(kind.shortNames?.length && { shortNames: kind.shortNames }),
          ...(kind.all && { categories: ['all'] }),
          subresources: partsOf(kind).map(part => ({
            subresource: part.name,
            responseKind: {
              group: part.group ?? group,
              version: part.version ?? one,
              kind: part.kind,
            },
            verbs: part.verbs,
          })),
        })),
      })),
    })),
});

const groupVersions = [...new Set(kinds.map(apiVersion))];
const pathOf = (groupVersion: string) =>
  groupVersion.includes('/') ? `apis/${groupVersion}` : `api/${groupVersion}`;

/** The list of OpenAPI documents, one for each group and version. */
export const openApiIndex = () => ({
  paths: Object.fromEntries(
    groupVersions.map(one => [pathOf(one), { serverRelativeURL: `/openapi/v3/${pathOf(one)}` }]),
  ),
});

/**
 * The OpenAPI document of a group and version, as far as clients decide by it: that writes can be checked by the
 * server (`fieldValidation`), and which kinds there are. The kinds' fields are checked on write and not described.
 */
export function openApi(path: string) {
  const served = kinds.filter(kind => pathOf(apiVersion(kind)) === path);
  if (served.length === 0) return undefined;
  const parameters = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(name => ({
    name,
    in: 'query',
    schema: { type: name === 'force' ? 'boolean' : 'string', uniqueItems: true },
  }));
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: version.gitVersion },
    paths: Object.fromEntries(
      served.map(kind => {
        const named = { group: kind.group, kind: kind.kind, version: kind.version };
        const operation = (action: string) => ({
          parameters,
          responses: { 200: { description: 'OK' } },
          'x-kubernetes-action': action,
          'x-kubernetes-group-version-kind': named,
        });
        return [
          `/${path}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}/{name}`,
          { put: operation('put'), patch: operation('patch') },
        ];
      }),
    ),
    components: { schemas: {} },
  };
}
