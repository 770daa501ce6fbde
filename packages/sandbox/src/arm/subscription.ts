import type { Arm } from './arm.ts';
import { ArmError } from './errors.ts';
import { locations } from './locations.ts';
import { models } from './models.ts';
import { usageName } from './quota.ts';
import { changeRegistration, knownNamespace, namespaces, registrationState } from './providers.ts';
import { listRoles } from './roleDefinitions.ts';
import type { Answer } from './resourceType.ts';
import { deletedAccounts } from './types/cognitiveServices/deletedAccount.ts';
import { used } from './types/cognitiveServices/modelDeployment.ts';

/** Reads and actions of a subscription that are no resources: itself, its providers, regions, models and quotas. */
export function subscriptionAnswer(
  request: { method: string; path: string; query: URLSearchParams; body: unknown },
  arm: Arm,
): Answer | undefined {
  const { method, path, query } = request;
  const list = (value: unknown[]): Answer => ({ status: 200, body: { value } });
  if (method === 'GET' && path === '/subscriptions')
    return list(arm.subscriptionIds.map(id => subscription(id, arm)));
  if (method === 'GET' && path === '/tenants')
    return list([{ id: `/tenants/${arm.tenantId}`, tenantId: arm.tenantId }]);
  if (!path.toLowerCase().startsWith('/subscriptions/')) return undefined;
  const id = path.split('/')[2].toLowerCase();
  if (!arm.subscriptionIds.includes(id)) {
    throw new ArmError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`);
  }
  const self = `/subscriptions/${id}`;
  const rest = path.slice(self.length).toLowerCase();
  if (rest === '' && method === 'GET') return { status: 200, body: subscription(id, arm) };
  if (rest === '/locations')
    return list(
      locations.map(name => ({ id: `${self}/locations/${name}`, name, displayName: name })),
    );
  if (rest === '/providers') return list(namespaces.map(one => provider(self, one, arm)));
  const [, namespace, change] =
    /^\/providers\/([^/]+)(?:\/(register|unregister))?$/.exec(rest) ?? [];
  if (namespace && (method === 'GET' || change)) {
    const known = knownNamespace(namespace);
    if (!known)
      throw new ArmError(
        404,
        'InvalidResourceNamespace',
        `The resource namespace '${namespace}' is invalid.`,
      );
    if (method === 'POST' && change)
      changeRegistration(known, change as 'register' | 'unregister', arm);
    return { status: 200, body: provider(self, known, arm) };
  }
  if (/\/providers\/microsoft\.authorization\/roledefinitions$/.test(rest))
    return list(listRoles(arm, query.get('$filter')));
  return foundry(rest, method, request.body, arm);
}

const subscription = (subscriptionId: string, { tenantId }: Arm) => ({
  id: `/subscriptions/${subscriptionId}`,
  subscriptionId,
  tenantId,
  displayName: 'Private AI sandbox',
  state: 'Enabled',
  authorizationSource: 'RoleBased',
  subscriptionPolicies: {
    locationPlacementId: 'Public_2014-09-01',
    quotaId: 'PayAsYouGo_2014-09-01',
    spendingLimit: 'Off',
  },
});

const provider = (self: string, namespace: string, arm: Arm) => ({
  id: `${self}/providers/${namespace}`,
  namespace,
  registrationPolicy: 'RegistrationRequired',
  registrationState: registrationState(namespace, arm),
  resourceTypes: [],
});

function foundry(rest: string, method: string, body: unknown, arm: Arm): Answer | undefined {
  const [, location, what] =
    /^\/providers\/microsoft\.cognitiveservices\/locations\/([^/]+)\/(models|usages)$/.exec(rest) ??
    [];
  if (method === 'GET' && what === 'models') {
    return {
      status: 200,
      body: {
        value: models.map(({ format, name, version, skus, retires }) => ({
          kind: 'AIServices',
          skuName: 'S0',
          model: {
            format,
            name,
            version,
            lifecycleStatus: 'GenerallyAvailable',
            deprecation: { inference: `${retires}T00:00:00Z` },
            skus: skus.map(sku => ({
              name: sku,
              usageName: usageName(sku, name),
              capacity: { default: 10, maximum: arm.quota.of(sku, name) },
            })),
          },
        })),
      },
    };
  }
  if (method === 'GET' && what === 'usages') {
    return {
      status: 200,
      body: {
        value: models.flatMap(({ name, skus }) =>
          skus.map(sku => ({
            name: {
              value: usageName(sku, name),
              localizedValue: `Tokens Per Minute (thousands) - ${name} - ${sku}`,
            },
            currentValue: used(arm, location, name, sku),
            limit: arm.quota.of(sku, name),
            unit: 'Count',
          })),
        ),
      },
    };
  }
  if (
    method === 'POST' &&
    rest === '/providers/microsoft.cognitiveservices/checkdomainavailability'
  ) {
    const { subdomainName, type } = body as { subdomainName: string; type: string };
    const taken = [
      ...arm.list('', 'Microsoft.CognitiveServices/accounts'),
      ...deletedAccounts(arm),
    ].some(
      account =>
        account.properties.customSubDomainName?.toLowerCase() === subdomainName?.toLowerCase(),
    );
    return {
      status: 200,
      body: {
        isSubdomainAvailable: !taken,
        ...(taken && {
          reason: `Sub domain name '${subdomainName}' is already used. Please pick a different name.`,
        }),
        subdomainName,
        type,
      },
    };
  }
  return undefined;
}
