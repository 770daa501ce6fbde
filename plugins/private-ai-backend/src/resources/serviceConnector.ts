import { ConflictError } from '@backstage/errors';
import { ANNOTATION_CONNECTOR } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import type { ArmResource } from '../azure/client';
import { clusterIssuer } from '../azure/clusterIssuer';
import { federatedCredentialsPath, subjectOf, trusts } from '../azure/federatedCredential';
import { foundryAccountId } from '../azure/foundryAccount';
import { sameText } from '../azure/resourceId';
import { capital, resourceTypes } from '../azure/resourceTypes';
import {
  connectorKeys,
  isOurLinker,
  linkerBody,
  linkerId,
  type LinkerEnds,
} from '../azure/serviceConnector';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { ClusterError } from '../kubernetes/clusterError';
import { isOurs } from '../kubernetes/ownership';
import { serviceAccountName, type ManifestInput } from '../app/names';
import {
  lastChangeFailed,
  NotThereError,
  resource,
  type Resource,
  type Step,
} from '../engine/resource';
import { actionsOn } from './actions';
import { inProgress } from './armResource';
import type { Checkable } from './checkable';
import { saidOf, type ConnectionInAzure } from './descriptor';
import { identity, identityOf } from './identity';
import { namespace as namespaceOf } from './namespace';
import { portalAccess } from './portalAccess';

interface Connection {
  linker: ArmResource;
  /** What Service Connector should have made and has not: its own validation on AKS always says success. */
  missing: string[];
}

const type = resourceTypes.serviceConnector;
const version = type.apiVersion;
const credentials = resourceTypes.federatedCredential.type;
const identities = resourceTypes.identity.type;
const extensions = 'Microsoft.KubernetesConfiguration/extensions';

/** What connects the application's namespace to its account. */
export const serviceConnector: ConnectionInAzure = {
  in: 'azure',
  id: 'service-connector',
  type,
  title: capital(type.title),
  part: 'service-connector',
  // Not the deployment: it connects to the account. The role, because Service Connector assigns it as well, and two
  // assignments at the same moment are refused to one of them. The portal's access, because its Secret is looked at.
  dependsOn: ['namespace', 'portal-access', 'identity', 'foundry-account', 'role-assignment'],
  name: ({ names }) => names.connector,
  armId: ({ names, zone }) => linkerId(zone.aks.clusterId, names.connector),
  made: (app, reach) => resource(connection(app, reach)),
  checked: linkerAlone,
  foundBy: 'connection',
  before: [
    ...(['identity', 'federated-credential', 'role-assignment'] as const),
    ...(['foundry-account', 'model-deployment', 'namespace'] as const),
  ],
  inventory: {
    annotation: { key: ANNOTATION_CONNECTOR, names: 'connector' },
    misplaced: ({ properties }, { namespace }) =>
      properties.scope === namespace ? undefined : `It serves another namespace than ${namespace}.`,
  },
  actions: {
    subscription: ['Microsoft.ServiceLinker/locations/operationStatuses/read'],
    // Service Connector works with the caller's token, on the identity and in the cluster.
    applications: [
      ...actionsOn(identities, 'assign/action'),
      ...actionsOn(credentials, 'delete', 'read', 'write'),
    ],
    cluster: [
      ...actionsOn(extensions, 'operations/read', 'read', 'write'),
      ...actionsOn(
        type.type,
        'listConfigurations/action',
        'read',
        'validateLinker/action',
        'write',
      ),
    ],
  },
  removing: { cluster: actionsOn(type.type, 'delete') },
  // It comes into the cluster as an extension.
  providers: ['Microsoft.KubernetesConfiguration', 'Microsoft.ServiceLinker'],
};

/**
 * Service Connector's linker, held to its effects: ServiceAccount and Secret in the namespace, federated credential on
 * the identity. Where one of them is gone, the linker is written again, and Service Connector makes it anew.
 */
function connection(
  app: ManifestInput,
  reach: { azure: Pick<Azure, 'arm' | 'token'>; cluster: Pick<ClusterClient, 'get'> },
): Resource<Connection> {
  const { azure, cluster } = reach;
  const { names, zone } = app;
  const { namespace } = names;
  const { clusterId } = zone.aks;
  const id = serviceConnector.armId(app);
  const said = saidOf(serviceConnector, names.connector);
  const { title } = said;
  const clientId = (step: Step) => identityOf(step).clientId;

  async function missing(step: Step): Promise<string[]> {
    const { signal } = step;
    const account = serviceAccountName(clientId(step));
    const find = (kind: string, name: string) =>
      cluster.get({ apiVersion: 'v1', kind, namespace, name }, signal);
    // A namespace of before the portal's access: that comes first, and then the Secret is looked at.
    const mayLook = known(step, portalAccess.id) !== undefined;
    const [serviceAccount, secret, issuer, credentials] = await Promise.all([
      find('ServiceAccount', account),
      mayLook ? find('Secret', names.connectorSecret).catch(stillToCome) : undefined,
      clusterIssuer(azure.arm, clusterId, signal),
      azure.arm.list(federatedCredentialsPath(app), apiVersions.identity, { signal }),
    ]);
    const token = { issuer, subject: subjectOf(namespace, account) };
    const lacking = Object.values(connectorKeys).filter(key => secret && !secret.data?.[key]);
    return [
      ...(serviceAccount ? [] : [`ServiceAccount ${account}`]),
      ...(secret || !mayLook ? [] : [`Secret ${names.connectorSecret}`]),
      ...lacking.map(key => `${key} of Secret ${names.connectorSecret}`),
      ...(credentials.some(one => trusts(one, token)) ? [] : ['the federated credential']),
    ];
  }

  /** A linker has no tags: what it leads to says whose it is. */
  function requireOurs(linker: ArmResource, step: Step): void {
    const leads = linker.properties as LinkerEnds;
    const [found] = known<(KubernetesObject | undefined)[]>(step, namespaceOf.id) ?? [];
    const own = {
      namespace,
      namespaceIsOurs: found !== undefined && isOurs(app.request.entityRef)(found),
      clientId: known<ArmResource>(step, identity.id)?.properties.clientId as string | undefined,
      accountId: foundryAccountId(app),
    };
    if (!isOurLinker(leads, own))
      throw new ConflictError(`${title} exists and ${leadsTo(leads, namespace)}`);
  }

  async function withEffects(linker: ArmResource, step: Step): Promise<Connection> {
    const done = inProgress(linker.properties.provisioningState) === undefined;
    return { linker, missing: done ? await missing(step) : [] };
  }

  return {
    ...said,
    async read(step) {
      const linker = await azure.arm.get(id, version, step.signal);
      if (linker) requireOurs(linker, step);
      return linker && withEffects(linker, step);
    },
    waitsFor: ({ linker }) => inProgress(linker.properties.provisioningState),
    differs({ linker, missing: lacks }, step) {
      const { provisioningState, targetService, authInfo } = linker.properties as LinkerEnds & {
        provisioningState?: string;
      };
      const signsIn =
        sameText(authInfo?.authType, 'userAssignedIdentity') &&
        sameText(authInfo?.clientId, clientId(step));
      return [
        ...(sameText(provisioningState, 'Succeeded') ? [] : [lastChangeFailed]),
        ...(sameText(targetService?.id, foundryAccountId(app)) ? [] : ['its target']),
        ...(signsIn ? [] : ['its identity']),
        ...lacks.map(what => `${what} is missing`),
      ];
    },
    async write(step) {
      // Service Connector works in the cluster as the caller, whose token it takes from this header.
      const token = await azure.token(`${zone.azure.endpoint}/.default`);
      const { resource, created } = await azure.arm.put(
        id,
        version,
        linkerBody(app, { clientId: clientId(step) }),
        {
          signal: step.signal,
          ...step.poller,
          headers: { 'x-ms-serviceconnector-user-token': token },
        },
      );
      // It is written; where its effects cannot be looked for now, the next look does.
      const state = resource && (await withEffects(resource, step).catch(() => undefined));
      return { state, created };
    },
  };
}

/** The linker without what should have come of it, which has checks of its own. */
function linkerAlone(connector: Resource): Checkable {
  return {
    ...connector,
    async read(step) {
      const state = await connector.read(step);
      return state ? { ...state, missing: [] } : undefined;
    },
  };
}

/** The end of the sentence about one that is not ours. */
function leadsTo({ scope, targetService, authInfo }: LinkerEnds, namespace: string): string {
  const stays = 'it is left as it is. Choose another application name';
  if (!scope)
    return `connects no namespace, so that it is not known whose it is: ${stays}, or have the platform team remove it.`;
  if (scope !== namespace)
    return `connects the namespace ${scope}, another application’s: ${stays}.`;
  const [account = 'nothing'] = targetService?.id?.split('/').slice(-1) ?? [];
  return `connects the namespace ${scope} with ${account} by the identity of the client id ${authInfo?.clientId}, neither of which the portal made for this application: ${stays}, or have the platform team remove it.`;
}

/** A right that was just given is not yet known to each of the cluster's API servers. @throws the failure */
function stillToCome(failure: unknown): never {
  if (!(failure instanceof ClusterError) || failure.status !== 403) throw failure;
  const { message, reason, resource: of, status } = failure;
  throw new ClusterError(message, { reason, resource: of, status, transient: true }, failure);
}

/** What is there of another resource; undefined where it is still to be made. */
function known<State>(step: Pick<Step, 'of'>, id: string): State | undefined {
  try {
    return step.of<State>(id);
  } catch (error) {
    if (error instanceof NotThereError) return undefined;
    throw error;
  }
}
