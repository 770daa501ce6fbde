// What Azure and the cluster hold when an application is whole, and nothing beside it: one of each, tagged or in something
// tagged. Written down apart from the portal's code, so that an error there is none here.

/** Object id in Entra of the group that owns them (replica.ts). */
const OWNER = '44444444-4444-4444-4444-444444444444';
const OPENAI_USER = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';
const domains = ['cognitiveservices.azure.com', 'openai.azure.com', 'services.ai.azure.com'];

/** Ids of an application in the sandbox's landing zone; the plural ones are what the ids of several begin with. */
export function idsOf(app, subscriptionId) {
  const group = `/subscriptions/${subscriptionId}/resourceGroups/rg-${app}-krc-01`;
  const zone = `/subscriptions/${subscriptionId}/resourceGroups/rg-landing-zone/providers`;
  const hub = `/subscriptions/${subscriptionId}/resourceGroups/rg-hub/providers`;
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/aif-${app}-krc-01`;
  const endpoint = `${group}/providers/Microsoft.Network/privateEndpoints/pe-aif-${app}-krc-01`;
  const cluster = `${zone}/Microsoft.ContainerService/managedClusters/aks-contoso-koreacentral-01`;
  const identity = `${group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uami-aif-${app}-krc-01`;
  return {
    group,
    identity,
    account,
    project: `${account}/projects/proj-${app}`,
    deployment: `${account}/deployments/gpt-5.2`,
    endpoint,
    zoneGroup: `${endpoint}/privateDnsZoneGroups/default`,
    linker: `${cluster}/providers/Microsoft.ServiceLinker/linkers/${app.replaceAll('-', '_')}_aif_connection`,
    roles: `${account}/providers/Microsoft.Authorization/roleAssignments/`,
    credentials: `${identity}/federatedIdentityCredentials/`,
    interfaces: `${group}/providers/Microsoft.Network/networkInterfaces/pe-aif-${app}-krc-01.nic.`,
    records: domains.map(
      domain => `${hub}/Microsoft.Network/privateDnsZones/privatelink.${domain}/A/`,
    ),
  };
}

/** Everything there is, to be held against what should be. */
export async function lookAt(sandbox, arm) {
  const kinds = {
    namespaces: '/api/v1/namespaces',
    serviceAccounts: '/api/v1/serviceaccounts',
    secrets: '/api/v1/secrets',
    configMaps: '/api/v1/configmaps',
    quotas: '/api/v1/resourcequotas',
    limits: '/api/v1/limitranges',
    policies: '/apis/networking.k8s.io/v1/networkpolicies',
    roleBindings: '/apis/rbac.authorization.k8s.io/v1/rolebindings',
    instrumentations: '/apis/opentelemetry.io/v1alpha1/instrumentations',
  };
  const asked = Object.entries(kinds).map(async ([kind, path]) => [kind, await arm.cluster(path)]);
  return {
    resources: await sandbox.admin.resources(),
    cluster: Object.fromEntries(await Promise.all(asked)),
  };
}

/**
 * What is wrong, as sentences by application; under `''` what belongs to none.
 * @param world what is there now
 * @param before what was there before the first application
 * @param apps `{name, gone?, templateVersion?, capacity?}`: each whole, or gone
 */
export function wrongIn(world, before, apps, subscriptionId) {
  const wrong = new Map();
  const complain = (app, what) => wrong.set(app, [...(wrong.get(app) ?? []), what]);
  const known = new Set(before.resources.map(({ id }) => id.toLowerCase()));
  const added = world.resources.filter(({ id }) => !known.has(id.toLowerCase()));
  const there = new Map(added.map(one => [one.id.toLowerCase(), one]));
  for (const { id } of before.resources)
    if (!world.resources.some(one => one.id.toLowerCase() === id.toLowerCase()))
      complain('', `${id} was there before and is gone`);

  for (const app of apps.filter(({ gone }) => !gone)) {
    const problems = [...wholeInAzure(app, there, subscriptionId), ...wholeInCluster(app, world)];
    for (const problem of problems) complain(app.name, problem);
  }
  for (const app of apps.filter(({ gone }) => gone)) {
    const { group, linker } = idsOf(app.name, subscriptionId);
    const all = [...there.values()];
    // Azure keeps a deleted account for 48 hours.
    const kept = all.filter(({ id }) => id.endsWith(`/deletedAccounts/aif-${app.name}-krc-01`));
    if (kept.length !== 1) complain(app.name, `${kept.length} deleted accounts are kept`);
    for (const { id } of kept) there.delete(id.toLowerCase());
    const left = all.filter(
      ({ id }) => under(id, group) || sameId(id, linker) || id.includes(`/A/aif-${app.name}-krc-`),
    );
    for (const { id } of left) complain(app.name, `${id} is left`);
    for (const { id } of left) there.delete(id.toLowerCase());
    if (namespacesOf(world, app.name).length > 0) complain(app.name, 'its namespace is left');
  }
  for (const { id } of there.values()) complain(ownerOf(id, apps), `${id} belongs to nothing`);
  const meant = new Set(apps.filter(({ gone }) => !gone).map(({ name }) => name));
  for (const { metadata } of world.cluster.namespaces)
    if (!meant.has(metadata.name) && !isNamed(before.cluster.namespaces, metadata.name))
      complain(ownerOf(metadata.name, apps), `the namespace ${metadata.name} belongs to nothing`);
  return wrong;
}

/** Takes what it finds right out of `there`. */
function wholeInAzure(app, there, subscriptionId) {
  const { name, templateVersion = '1', capacity = 1 } = app;
  const problems = [];
  const ids = idsOf(name, subscriptionId);
  const tags = {
    'cost-center': 'ai-platform',
    'private-ai-entity': `component:default/${name}`,
    'private-ai-managed-by': 'private-ai-portal',
    'private-ai-template': templateVersion,
  };
  const take = id => {
    const found = there.get(id.toLowerCase());
    there.delete(id.toLowerCase());
    if (!found) problems.push(`there is no ${id}`);
    return found;
  };
  const only = (prefix, what) => {
    const found = [...there.values()].filter(({ id }) =>
      id.toLowerCase().startsWith(prefix.toLowerCase()),
    );
    for (const { id } of found) there.delete(id.toLowerCase());
    if (found.length !== 1) problems.push(`there are ${found.length} of ${what}`);
    return found[0];
  };
  const ready = (one, what) => {
    const state = one?.properties.provisioningState;
    if (one && state !== undefined && state !== 'Succeeded') problems.push(`${what} is ${state}`);
    return one;
  };
  const tagged = (one, what) => {
    for (const [tag, value] of Object.entries(tags))
      if (one && one.tags?.[tag] !== value)
        problems.push(`${what} has ${tag}=${one.tags?.[tag]}, not ${value}`);
    return ready(one, what);
  };

  tagged(take(ids.group), 'the group');
  const identity = tagged(take(ids.identity), 'the identity');
  tagged(take(ids.account), 'the account');
  tagged(take(ids.project), 'the project');
  const deployment = tagged(take(ids.deployment), 'the deployment');
  if (deployment && deployment.sku.capacity !== capacity)
    problems.push(`the deployment has a capacity of ${deployment.sku.capacity}, not ${capacity}`);
  tagged(take(ids.endpoint), 'the endpoint');
  only(ids.interfaces, 'the endpoint’s interface');
  ready(take(ids.zoneGroup), 'the zone group');
  for (const records of ids.records) only(`${records}aif-${name}-krc-`, `the record in ${records}`);
  const role = only(ids.roles, 'the role assignment');
  if (role && identity) {
    const { principalId, roleDefinitionId, scope } = role.properties;
    if (principalId !== identity.properties.principalId || !sameId(scope, ids.account))
      problems.push('the role is given to something else');
    if (!roleDefinitionId.endsWith(OPENAI_USER)) problems.push('the role is another one');
  }
  const credential = only(ids.credentials, 'the federated credential');
  const serviceAccount = `sc-account-${identity?.properties.clientId}`;
  if (
    credential &&
    credential.properties.subject !== `system:serviceaccount:${name}:${serviceAccount}`
  )
    problems.push(`the credential trusts ${credential.properties.subject}`);
  const linker = ready(take(ids.linker), 'the linker');
  if (linker) {
    const { scope, targetService, authInfo } = linker.properties;
    if (scope !== name || !sameId(targetService.id, ids.account))
      problems.push('the linker connects something else');
    if (identity && authInfo.clientId !== identity.properties.clientId)
      problems.push('the linker has another identity');
  }
  app.serviceAccount = serviceAccount;
  return problems;
}

function wholeInCluster({ name, serviceAccount }, { cluster }) {
  const problems = [];
  const inIt = objects => objects.filter(({ metadata }) => metadata.namespace === name);
  const [namespace] = cluster.namespaces.filter(({ metadata }) => metadata.name === name);
  if (!namespace) return ['there is no namespace'];
  if (namespace.metadata.annotations?.['private-ai-entity'] !== `component:default/${name}`)
    problems.push('the namespace does not say whose it is');
  if (!namespace.metadata.labels?.['private-ai-entity'])
    problems.push('the namespace has no label');
  const named = objects => inIt(objects).map(({ metadata }) => metadata.name);
  const exactly = (what, objects, names) => {
    if (named(objects).toSorted().join() !== names.toSorted().join())
      problems.push(`the namespace has the ${what} ${named(objects).join(', ') || '(none)'}`);
  };
  const ours = objects =>
    objects.filter(({ metadata }) => !/^(default|kube-root-ca\.crt)$/.test(metadata.name));
  exactly('service accounts', ours(cluster.serviceAccounts), [serviceAccount]);
  exactly('secrets', cluster.secrets, [`sc-${name.replaceAll('-', '')}aifconnection-secret`]);
  exactly('config maps', ours(cluster.configMaps), [`${name}-agent`, `${name}-portal`]);
  const keys = inIt(cluster.configMaps).find(({ metadata }) => metadata.name === `${name}-portal`);
  if (keys && !Array.isArray(JSON.parse(keys.data['jwks.json']).keys))
    problems.push('the portal’s keys are no key set');
  exactly('role bindings', cluster.roleBindings, ['private-ai-owner', 'private-ai-portal']);
  for (const { metadata, roleRef, subjects } of inIt(cluster.roleBindings)) {
    // Of the portal's own role nobody but itself gets anything: what it is called, the cluster says.
    if (metadata.name === 'private-ai-portal') {
      if (roleRef.name !== 'private-ai-portal-connector' || subjects.length !== 1)
        problems.push('the portal’s own rights are others');
    } else if (roleRef.name !== 'view' || subjects.map(({ name: id }) => id).join() !== OWNER)
      problems.push('the owner’s rights are given to somebody else, or are others');
  }
  for (const kind of ['quotas', 'limits', 'instrumentations'])
    if (inIt(cluster[kind]).length !== 1)
      problems.push(`the namespace has ${inIt(cluster[kind]).length} ${kind}`);
  if (inIt(cluster.policies).length === 0) problems.push('the namespace has no network policies');
  return problems;
}

const sameId = (one, other) => String(one).toLowerCase() === String(other).toLowerCase();
const under = (id, group) =>
  sameId(id, group) || id.toLowerCase().startsWith(`${group.toLowerCase()}/`);
const isNamed = (objects, name) => objects.some(({ metadata }) => metadata.name === name);
const namespacesOf = ({ cluster }, name) =>
  cluster.namespaces.filter(({ metadata }) => metadata.name === name);
const ownerOf = (id, apps) =>
  apps.find(({ name }) => new RegExp(`(^|[-/_])${name}([-/_]|$)`).test(id))?.name ?? '';
