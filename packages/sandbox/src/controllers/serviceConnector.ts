import { createHash } from 'node:crypto';
import type { Arm } from '../arm/arm.ts';
import { assignmentAttributes, authorizeAction } from '../arm/authorization/authorize.ts';
import { ArmError } from '../arm/errors.ts';
import type { ArmHooks } from '../arm/hooks.ts';
import type { ArmResource } from '../arm/resource.ts';
import { requireRegistered } from '../arm/providers.ts';
import { parseResourceId } from '../arm/resourceId.ts';
import { listRoles } from '../arm/roleDefinitions.ts';
import { federatedCredential } from '../arm/types/managedIdentity/federatedCredential.ts';
import { connectorValues } from '../arm/types/serviceLinker/linker.ts';
import { roleAssignment } from '../arm/types/authorization/roleAssignment.ts';
import { userAssignedIdentity } from '../arm/types/managedIdentity/userAssignedIdentity.ts';
import { ClusterClient } from './client.ts';
import type { Cluster } from './surroundings.ts';

const manager = 'service-connector';
const audience = 'api://AzureADTokenExchange';

interface ConnectDeps {
  cluster: Pick<Cluster, 'url' | 'token' | 'ca' | 'issuer'>;
  arm: Arm;
}

/**
 * Service Connector's work for a linker on a cluster: ServiceAccount and Secret in its namespace, the federated
 * credential, and the roles that it asks for. May be done again: what is there already stays. It acts with the rights of
 * who wrote the linker, whose token it is given (recorded 2024). One cluster's linkers are worked on one after the other,
 * since each updates the one extension of the cluster (unconfirmed).
 */
export function connectHook(deps: ConnectDeps): NonNullable<ArmHooks['connect']> {
  const queues = new Map<string, Promise<void>>();
  return (linker, armCluster) => {
    const key = armCluster.id.toLowerCase();
    const before = queues.get(key) ?? Promise.resolve();
    const work = before.catch(() => undefined).then(() => connect(linker, armCluster, deps));
    queues.set(key, work);
    return work;
  };
}

async function connect(
  linker: ArmResource,
  armCluster: ArmResource,
  { cluster, arm }: ConnectDeps,
): Promise<void> {
  const { authInfo = {}, scope: namespace, targetService } = linker.properties;
  if (authInfo.authType !== 'userAssignedIdentity') {
    throw new Error(
      `The sandbox connects with authType userAssignedIdentity (workload identity) only, not ${authInfo.authType}.`,
    );
  }
  const { clientId } = authInfo;
  const identity = arm
    .list('', userAssignedIdentity.type)
    .find(one => one.properties.clientId === clientId);
  if (!identity) {
    throw new Error(
      `There is no user-assigned identity with the client id '${clientId}': give the one of an identity that exists.`,
    );
  }
  const by = String(linker.systemData?.lastModifiedBy);
  requireRegistered('Microsoft.KubernetesConfiguration', arm);
  const extension = `${armCluster.id}/providers/Microsoft.KubernetesConfiguration/extensions/sc-extension`;
  authorizeAction(
    { by, action: 'Microsoft.KubernetesConfiguration/extensions/write', scope: extension },
    arm,
  );
  const target = arm.get(targetService.id);
  if (!target) throw new Error(`The target ${targetService.id} does not exist any more.`);
  const client = new ClusterClient(cluster);
  try {
    const found = await client.get('namespaces', { name: namespace });
    if (!found || found.metadata.deletionTimestamp) {
      throw new Error(
        `The namespace '${namespace}' does not exist in the cluster ${armCluster.name}: create it, then create the connection again.`,
      );
    }
    for (const [plural, object] of objectsFor(linker, {
      clientId,
      tenantId: arm.tenantId,
      target,
    }))
      await client.apply(plural, object, manager);
  } finally {
    client.close();
  }
  federate({ arm, by }, identity, armCluster, {
    issuer: cluster.issuer,
    subject: `system:serviceaccount:${namespace}:sc-account-${clientId}`,
  });
  // Its own default for an AI service is the first role; `optOutAllAuth` leaves all assignments to the caller.
  const byDefault = authInfo.authMode === 'optOutAllAuth' ? [] : ['Cognitive Services User'];
  const roles: string[] = authInfo.roles?.length ? authInfo.roles : byDefault;
  for (const role of roles) assign({ arm, by }, target, identity, role);
}

/** Resource Manager, and the object id of who is acted for. */
interface Acting {
  arm: Arm;
  by: string;
}

function objectsFor(
  linker: ArmResource,
  { clientId, tenantId, target }: { clientId: string; tenantId: string; target: ArmResource },
) {
  const namespace: string = linker.properties.scope;
  const data = connectorValues(linker, target).map(
    ({ name, value }) => [name, Buffer.from(value).toString('base64')] as const,
  );
  return [
    [
      'serviceaccounts',
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {
          name: `sc-account-${clientId}`,
          namespace,
          annotations: {
            'azure.workload.identity/client-id': clientId,
            'azure.workload.identity/tenant-id': tenantId,
          },
          labels: { 'azure.workload.identity/use': 'true' },
        },
      },
    ],
    [
      'secrets',
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: secretName(linker.name), namespace },
        type: 'Opaque',
        data: Object.fromEntries(data),
      },
    ],
  ] as const;
}

/** The Secret of a linker. */
const secretName = (linker: string) =>
  `sc-${linker.replace(/[^a-z0-9]/gi, '').toLowerCase()}-secret`;

function federate(
  { arm, by }: Acting,
  identity: ArmResource,
  cluster: ArmResource,
  { issuer, subject }: { issuer: string; subject: string },
): void {
  const kept = arm.list(identity.id, federatedCredential.type);
  const same = kept.some(
    ({ properties }) => properties.issuer === issuer && properties.subject === subject,
  );
  if (same) return;
  const suffix = cluster.name.replace(/[^a-z0-9]/gi, '').slice(-10);
  const name = `sc_${suffix}_${subject.split(':')[2]}`;
  const id = parseResourceId(`${identity.id}/federatedIdentityCredentials/${name}`);
  authorizeAction({ by, action: `${federatedCredential.type}/write`, scope: id.id }, arm);
  arm.write(id, { properties: { issuer, subject, audiences: [audience] } }, by, '2023-01-31');
}

function assign(
  { arm, by }: Acting,
  target: ArmResource,
  identity: ArmResource,
  role: string,
): void {
  const guid = role.split('/').at(-1) ?? '';
  const definition = listRoles(arm).find(
    one => one.properties.roleName === role || one.name === guid.toLowerCase(),
  );
  if (!definition) throw new Error(`There is no role '${role}': give a role's name or id.`);
  const { principalId } = identity.properties;
  const name = guidOf(`${target.id} ${principalId} ${definition.name}`.toLowerCase());
  const id = parseResourceId(`${target.id}/providers/${roleAssignment.type}/${name}`);
  const properties = {
    principalId,
    principalType: 'ServicePrincipal',
    roleDefinitionId: definition.id.replace(
      /^(?=\/providers\/)/,
      `/subscriptions/${arm.subscriptionId}`,
    ),
  };
  authorizeAction(
    { by, action: `${roleAssignment.type}/write`, scope: id.id },
    arm,
    assignmentAttributes(properties),
  );
  try {
    arm.write(id, { properties }, by, '2022-04-01');
  } catch (error) {
    // Somebody else gave the role: that is what was wanted.
    if (!(error instanceof ArmError) || error.code !== 'RoleAssignmentExists') throw error;
  }
}

function guidOf(text: string): string {
  const hash = createHash('sha256').update(text).digest('hex');
  return hash.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-5$3-8$4-$5');
}
