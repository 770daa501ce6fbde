import { passing } from './passing';
import type { Refusal } from './refusal';

const refuses = (codes: readonly string[], says: string, on?: string): Refusal => ({
  codes,
  says,
  final: true,
  ...(on && { on }),
});

/** A row, and for one that only certain words of Azure's make apply, what these say. */
type Row = Refusal & { readonly where?: string };

const inWords = (
  codes: readonly string[],
  [where, words]: readonly [string, RegExp],
  says: string,
): Row => ({ codes, where, words, says, final: true });

/**
 * From Azure's error codes to a sentence, those of `passing.ts` included. Where a code is known from:
 *
 * - recorded answers: RoleAssignmentExists
 * - Microsoft's "Troubleshoot common Azure deployment errors" (2020): AllocationFailed, AnotherOperationInProgress,
 *   AuthorizationFailed, BadRequest, Conflict, InUseSubnetCannotBeDeleted, InvalidAuthenticationTokenTenant,
 *   InvalidRequestContent, InvalidRequestFormat, InvalidResourceReference, InvalidResourceType, InvalidTemplate,
 *   LinkedAuthorizationFailed, LinkedInvalidPropertyId, MissingSubscriptionRegistration, NoRegisteredProviderFound,
 *   NotFound, OperationNotAllowed, ParentResourceNotFound, PropertyChangeNotAllowed, RequestDisallowedByPolicy,
 *   ReservedResourceName, ResourceGroupBeingDeleted, ResourceGroupNotFound, ResourceNotFound, ResourceQuotaExceeded,
 *   SkuNotAvailable, SubscriptionNotFound, SubscriptionNotRegistered
 * - its page on throttling: RetryableErrorDueToAnotherOperation; on Azure RBAC: PrincipalNotFound; on cluster extensions:
 *   ExtensionOperationFailed
 * - public issues and repositories of those who met it: AccountProvisioningStateInvalid (azurerm 31712), 715-123420
 *   (azurerm 32472), SpecialFeatureOrQuotaIdRequired, InsufficientQuota, SubscriptionIsOverQuotaForSku (azure-docs
 *   108681), SubscriptionRequestsThrottled (azure-docs 105248), FlagMustBeSetForRestore, CustomDomainInUse,
 *   DeploymentModelNotSupported, ServiceModelDeprecated, RoleAssignmentUpdateNotPermitted, FailedIdentityOperation,
 *   DenyAssignmentAuthorizationFailed, ScopeLocked, ReadOnlyDisabledSubscription,
 *   ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity,
 *   PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled
 *
 * OperationGone is our own. Every other code, and the wording that `words` looks for, is unconfirmed: written down from
 * memory. One that Azure does not have does no harm, its own words and the HTTP status count then; a wrong verdict does.
 * FailedIdentityOperation passes where its words say that the identity of a deleted resource of the same name is still
 * there (azure-functions-on-container-apps 97, CanadaPubSecALZ 380).
 */
export const refusalTable: readonly Row[] = [
  // Little in the code, all in the words
  inWords(
    ['Conflict', 'BadRequest'],
    ['an issuer and subject that exist already', /issuer and subject combination already exists/i],
    'the identity trusts the same issuer and subject already, under another name. Have the platform team remove that credential',
  ),
  inWords(
    ['Conflict', 'BadRequest', 'QuotaExceeded'],
    [
      'a limit of federated credentials',
      /(maximum|limit|more than)[^.]*federated identity credentials/i,
    ],
    'the identity holds 20 federated credentials, as many as Azure allows. Have the platform team remove unused ones',
  ),
  inWords(
    ['Conflict', 'BadRequest', 'OperationNotAllowed', 'QuotaExceeded'],
    [
      'a limit of deployments, accounts or private endpoints',
      /(maximum|limit|exceed)[^.]*\b(deployments|accounts|private endpoints)\b/i,
    ],
    'Azure allows no more of these in one place (32 deployments in an account, 100 accounts in a region). Have the platform team remove unused ones or ask for more',
  ),
  inWords(
    ['Conflict', 'BadRequest', 'OperationNotAllowed'],
    [
      'a cluster that is stopped or failed',
      /\bcluster\b[^.]*\b(stopped|failed|not in (a |the )?succeeded)/i,
    ],
    'the cluster is stopped or its last change failed. The platform team has to repair it first',
  ),
  inWords(
    ['AccountIsNotSucceeded', 'AccountProvisioningStateInvalid'],
    ['the account’s state Failed', /state:? failed/i],
    'the Foundry account’s last change failed. Run the operation again, which repairs it; if that fails too, ask the platform team',
  ),

  {
    codes: ['FailedIdentityOperation'],
    where: 'a pending delete',
    words: /pending delete/i,
    says: 'the identity of a deleted resource of the same name is not gone yet; that passes',
    final: false,
  },

  // What is asked for
  refuses(
    ['InsufficientQuota', 'QuotaExceeded', 'SubscriptionIsOverQuotaForSku'],
    'the subscription has too little quota left for this model in the region. Ask for a smaller capacity or another model, or have the platform team raise the quota',
  ),
  refuses(
    ['SpecialFeatureOrQuotaIdRequired', '715-123420'],
    'the subscription may not use this model or SKU yet. Ask the platform team to request access to it',
  ),
  refuses(
    ['DeploymentModelNotSupported', 'SkuNotAvailable', 'InvalidSku'],
    'this model, version or SKU is not offered in the region. Choose another model; the platform team should take it out of the landing zone',
  ),
  refuses(
    ['ServiceModelDeprecated', 'ServiceModelDeprecating'],
    'this model version is retired. Choose another model; the platform team should take it out of the landing zone',
  ),
  refuses(
    ['AllocationFailed', 'ZonalAllocationFailed', 'InsufficientResourcesAvailable'],
    'the region has no capacity left for it at the moment. Ask for a smaller capacity or another model, or try again in some hours',
  ),
  refuses(
    ['LocationNotAvailableForResourceType', 'NoRegisteredProviderFound'],
    'it is not offered in this region. The platform team has to change the landing zone’s location',
  ),

  // Names
  refuses(
    ['FlagMustBeSetForRestore'],
    'a deleted resource of this name is still kept and holds the name for 48 hours. Have the platform team restore or purge it, or choose another name',
  ),
  refuses(
    ['CustomDomainInUse', 'SubdomainNameInUse'],
    'its subdomain is already used by another account, perhaps in another company. Choose another application name',
  ),
  refuses(
    ['CustomDomainCannotBeChanged', 'PropertyChangeNotAllowed'],
    'a property that Azure does not let change differs from what is there. Have the platform team remove it, or choose another application name',
  ),
  refuses(
    [
      'ResourceNameInvalid',
      'InvalidResourceName',
      'InvalidResourceGroup',
      'AccountNameInvalid',
      'ReservedResourceName',
    ],
    'Azure does not take this name. Choose another application name',
  ),
  refuses(
    ['InvalidResourceLocation', 'InvalidResourceGroupLocation'],
    'one of this name lies in another region. Choose another application name, or have the platform team remove the other one',
  ),

  // Rights
  refuses(
    ['AuthorizationFailed'],
    'the portal’s identity may not make this assignment. Its own role lets it assign only what the installation guide names, and only to service principals; the platform team has to check that role and its condition',
    'role assignment',
  ),
  refuses(
    ['AuthorizationFailed', 'Forbidden'],
    'the portal’s identity lacks a permission. The platform team has to give it the role that the installation guide names for this scope',
  ),
  refuses(
    ['LinkedAuthorizationFailed', 'LinkedAccessCheckFailed'],
    'the portal’s identity lacks a permission on a resource that this one refers to (a subnet, a DNS zone, an identity). The platform team has to give it the join or assign permission there',
  ),
  refuses(
    ['RequestDisallowedByPolicy'],
    'the policy {policy} forbids it. The platform team has to exempt it or change the landing zone',
  ),
  refuses(
    ['RequestDisallowedByAzure'],
    'Microsoft restricts this region or type for the subscription. The platform team has to choose another region or ask Microsoft',
  ),
  refuses(
    ['ScopeLocked'],
    'a lock on it, on its resource group or on the subscription forbids the change. The platform team has to take the lock away and put it back afterwards',
  ),
  refuses(
    ['DenyAssignmentAuthorizationFailed'],
    'a deny assignment, e.g. of a managed application or a deployment stack, forbids it. The platform team has to exempt the portal’s identity',
  ),
  refuses(
    [
      'InvalidAuthenticationToken',
      'ExpiredAuthenticationToken',
      'InvalidAuthenticationTokenTenant',
      'AuthenticationFailed',
      'Unauthorized',
    ],
    'Azure did not take the portal’s sign-in. The platform team has to check the landing zone’s credential and tenant',
  ),

  // The subscription
  refuses(
    ['SubscriptionNotFound', 'InvalidSubscriptionId'],
    'the subscription is not visible to the portal. The platform team has to check the landing zone’s subscriptionId and the identity’s rights',
  ),
  refuses(
    ['ReadOnlyDisabledSubscription', 'SubscriptionDisabled'],
    'the subscription is disabled, so that nothing can be changed in it. The platform team has to have it enabled again',
  ),
  refuses(
    ['MissingSubscriptionRegistration', 'SubscriptionNotRegistered'],
    'the subscription is not registered for the resource provider {namespace}. The platform team has to register it (az provider register --namespace {namespace})',
  ),
  refuses(
    ['ResourceQuotaExceeded', 'ResourceCountExceedsLimitDueToTemplate'],
    'the subscription or resource group holds as many resources of this type as Azure allows. Have the platform team remove unused ones',
  ),

  // Network
  refuses(
    ['SubnetIsFull', 'InsufficientSubnetSize'],
    'the subnet for private endpoints has no address left. The platform team has to enlarge it, or name another one in the landing zone',
  ),
  refuses(
    [
      'PrivateEndpointCannotBeCreatedInSubnetThatHasNetworkPoliciesEnabled',
      'PrivateEndpointCannotBeCreatedInSubnet',
    ],
    'the subnet takes no private endpoints: its network policies are on, or it is delegated. The platform team has to change it, or name another one in the landing zone',
  ),
  refuses(
    ['InvalidPrivateEndpoint', 'InvalidGroupId'],
    'the account does not take this private endpoint. The platform team has to check the landing zone’s network',
  ),

  // Identity and assignments
  refuses(
    ['RoleAssignmentLimitExceeded'],
    'the subscription holds as many role assignments as Azure allows. Have the platform team remove unused ones, e.g. those whose principal is gone',
  ),
  refuses(
    ['RoleAssignmentUpdateNotPermitted', 'RoleAssignmentExists'],
    'an assignment of this name stands for another principal or role. Have the platform team remove it',
  ),
  refuses(
    ['RoleDefinitionDoesNotExist'],
    'the role does not exist in this cloud. The platform team has to check the landing zone’s tenant',
  ),

  // Service Connector
  refuses(
    ['ExtensionOperationFailed'],
    'Service Connector’s extension in the cluster does not come up. The platform team has to look at the pods in its namespace sc-system: they need an untainted node pool and their images',
    'service connector',
  ),

  // What it refers to
  refuses(['InvalidReference'], 'it refers to something that does not exist'),
  refuses(
    [
      'InvalidResourceReference',
      'LinkedInvalidPropertyId',
      'InvalidParameterReference',
      'FailedIdentityOperation',
    ],
    'it refers to something that does not exist. The platform team has to check the landing zone’s ids',
  ),
  refuses(['ResourceNotFound', 'NotFound'], 'it does not exist'),
  refuses(
    ['InUseSubnetCannotBeDeleted', 'CannotDeleteResource', 'CannotDeleteAccountWithDeployments'],
    'something else still uses it. Remove that first',
  ),

  // The request itself: a fault of the portal, or a landing zone that Azure does not understand
  refuses(
    [
      'InvalidApiVersionParameter',
      'InvalidResourceType',
      'InvalidRequestContent',
      'InvalidRequestFormat',
      'InvalidResourceProperties',
      'ValidationFailed',
      'InvalidTemplate',
      'PropertiesNotAllowed',
      'MethodNotAllowed',
    ],
    'Azure does not take the request as it is. It is the portal’s fault or the landing zone’s: give the platform team what Azure said',
  ),

  ...passing,
];
