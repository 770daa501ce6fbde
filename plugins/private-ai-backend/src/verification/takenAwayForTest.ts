import { apiVersions } from '../azure/apiVersions';
import { dnsZoneGroupBody, dnsZoneGroupId } from '../azure/dnsZoneGroup';
import { federatedCredentialsPath } from '../azure/federatedCredential';
import { foundryAccountId } from '../azure/foundryAccount';
import { foundryProjectId } from '../azure/foundryProject';
import { modelDeploymentId } from '../azure/modelDeployment';
import { privateEndpointId } from '../azure/privateEndpoint';
import { resourceGroupId } from '../azure/resourceGroup';
import { linkerId } from '../azure/serviceConnector';
import { identityId } from '../azure/userAssignedIdentity';
import { serviceAccountName } from '../app/names';
import {
  access,
  account,
  afterConfig,
  agents,
  authorities,
  config,
  connector,
  credential,
  deployment,
  endpoint,
  gone,
  group,
  identity,
  keys,
  lookups,
  names,
  noAnswer,
  portalAccess,
  project,
  role,
  secret,
  serviceAccount,
  zoneGroup,
  type Case,
} from './saidForTest';
import { removeObject, takenAwayInNamespace } from './takenAwayInNamespaceForTest';
import { until } from '../testing/until';
import {
  identityProperty,
  inNamespace,
  namespace,
  patch,
  signal,
  type World,
} from './verifyForTest';

const { cognitiveServices, network } = apiVersions;

const removeArm = ({ azure }: World, id: string, version: string) =>
  azure.arm.remove(id, version, { signal });
const anew = async (world: World) => {
  await world.provision();
  await world.deploy();
};

/** Each thing of an application, one after another. */
export const takenAway: Record<string, Case> = {
  'the ServiceAccount': {
    takeAway: async world =>
      removeObject(
        world,
        'ServiceAccount',
        serviceAccountName(await identityProperty(world, 'clientId')),
      ),
    wrong: {
      [serviceAccount]: expect.stringMatching(
        /^sc-account-\S+ does not exist in namespace weather$/,
      ),
    },
    plans: [connector],
  },
  'the Secret': {
    takeAway: world => removeObject(world, 'Secret', secret),
    wrong: { [`Secret ${secret}`]: gone },
    plans: [connector],
  },
  'a key of the Secret': {
    takeAway: world =>
      patch(world, inNamespace('Secret', secret), { data: { AZURE_AISERVICES_CLIENTID: null } }),
    wrong: {
      [`Secret ${secret}`]: 'is not as it should be: it has no AZURE_AISERVICES_CLIENTID',
    },
    plans: [connector],
  },
  'the federated credential': {
    async takeAway(world) {
      const { arm } = world.azure;
      const [one] = await arm.list(federatedCredentialsPath(world.app), apiVersions.identity);
      await removeArm(world, one.id, apiVersions.identity);
    },
    wrong: {
      [credential]: expect.stringMatching(
        /^none trusts system:serviceaccount:weather:sc-account-\S+ of the cluster’s issuer https:/,
      ),
      ...noAnswer,
    },
    plans: [connector],
  },
  'the role assignment': {
    async takeAway(world) {
      const scope = `${foundryAccountId(world.app)}/providers/Microsoft.Authorization`;
      const principalId = await identityProperty(world, 'principalId');
      const all = await world.azure.arm.list(
        `${scope}/roleAssignments`,
        apiVersions.roleAssignment,
      );
      for (const { id, properties } of all)
        if (properties.principalId === principalId) await world.drop(id);
    },
    wrong: { [role]: gone, ...noAnswer },
    skipped: [connector],
    plans: [role],
  },
  'the linker': {
    takeAway: world =>
      world.drop(linkerId(world.app.zone.aks.clusterId, world.app.names.connector)),
    wrong: { [connector]: gone },
    plans: [connector],
  },
  'the private endpoint': {
    takeAway: world => removeArm(world, privateEndpointId(world.app), network),
    wrong: { [endpoint]: gone, ...noAnswer },
    skipped: [zoneGroup, ...lookups],
    plans: [endpoint, zoneGroup],
  },
  'the DNS zone group': {
    takeAway: world => removeArm(world, dnsZoneGroupId(world.app), network),
    wrong: { [zoneGroup]: gone, ...noAnswer },
    skipped: lookups,
    plans: [zoneGroup],
  },
  'one zone of the group': {
    takeAway(world) {
      const { properties } = dnsZoneGroupBody(world.app.zone.network.dnsZoneIds!);
      const privateDnsZoneConfigs = properties.privateDnsZoneConfigs.slice(0, 2);
      const body = { properties: { privateDnsZoneConfigs } };
      return world.azure.arm.put(dnsZoneGroupId(world.app), network, body, { signal });
    },
    wrong: {
      [zoneGroup]: 'is not as it should be: it lacks the zone privatelink.services.ai.azure.com',
    },
    plans: [zoneGroup],
  },
  'the record of one name': {
    takeAway(world) {
      const zone = world.app.zone.network.dnsZoneIds!.openAi;
      return world.drop(`${zone}/A/${world.app.names.foundrySubdomain}`);
    },
    wrong: {
      [names[0]]: expect.stringMatching(
        /^aif-weather\S+\.openai\.azure\.com resolves to the public address .*privatelink\.openai\.azure\.com/,
      ),
      ...noAnswer,
    },
    // Azure says of the zone group that all is well with it: only who asks for the name notices.
    plans: [],
    async putBack(world) {
      await removeArm(world, dnsZoneGroupId(world.app), network);
      await world.provision();
    },
  },
  'the model deployment': {
    takeAway: world => removeArm(world, modelDeploymentId(world.app), cognitiveServices),
    wrong: { [deployment]: gone, ...noAnswer },
    skipped: [config, ...afterConfig],
    plans: [deployment],
  },
  'the project': {
    takeAway: world => removeArm(world, foundryProjectId(world.app), cognitiveServices),
    wrong: { [project]: gone },
    plans: [project],
  },
  ...takenAwayInNamespace,
  'the Service': {
    takeAway: world => removeObject(world, 'Service', 'weather'),
    wrong: { 'Service weather': gone },
    skipped: agents,
    plans: [],
    putBack: world => world.deploy(),
  },
  'the Deployment': {
    takeAway: world => removeObject(world, 'Deployment', 'weather', 'apps/v1'),
    wrong: { 'Deployment weather': gone },
    skipped: [...agents, ...lookups],
    plans: [],
    putBack: world => world.deploy(),
  },
  'the namespace': {
    async takeAway(world) {
      await world.cluster.remove(namespace);
      await until('it is gone', async () => !(await world.cluster.get(namespace)));
    },
    wrong: { 'Namespace weather': gone },
    skipped: [
      ...[access, portalAccess, authorities, keys, connector],
      ...['Telemetry weather', config, ...afterConfig],
      ...[serviceAccount, `Secret ${secret}`, 'Deployment weather', 'Service weather'],
      ...['OpenTelemetryCollector otel', 'PodMonitor of otel'],
      ...[...agents, ...lookups],
    ],
    plans: [
      ...['Namespace weather', access, portalAccess, keys, authorities, connector],
      ...['Telemetry weather', config],
    ],
    putBack: anew,
  },
  'the identity': {
    takeAway: world => world.drop(identityId(world.app)),
    wrong: { [identity]: gone, ...noAnswer },
    skipped: [role, connector, serviceAccount, credential],
    plans: [identity, role, connector],
    putBack: anew,
  },
  'the account': {
    async takeAway(world) {
      await removeArm(world, modelDeploymentId(world.app), cognitiveServices);
      await removeArm(world, foundryProjectId(world.app), cognitiveServices);
      await removeArm(world, foundryAccountId(world.app), cognitiveServices);
    },
    wrong: { [account]: gone, ...noAnswer },
    skipped: [
      ...[project, deployment, endpoint, zoneGroup, role, connector],
      ...[config, ...afterConfig, ...lookups],
    ],
    plans: [account, project, deployment, endpoint, role],
    with: 'foundry-account',
  },
  'the resource group': {
    takeAway: world => world.drop(resourceGroupId(world.app)),
    wrong: { [group]: gone, ...noAnswer },
    skipped: [
      ...[identity, account, project, deployment, endpoint, zoneGroup, role, connector],
      ...[config, ...afterConfig, serviceAccount, credential, ...lookups],
    ],
    plans: [group, identity, account, project, deployment, endpoint, zoneGroup, role, connector],
    with: 'resource-group',
    putBack: anew,
  },
};
