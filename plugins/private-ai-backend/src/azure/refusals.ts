/** What Azure refuses, as a person needs it: what is wrong and what to do; `resource` is already named before it. */
const refusals: Record<string, string> = {
  InsufficientQuota:
    'the subscription has too little quota left for this model in the region. Ask for a smaller capacity or another model, or have the platform team raise the quota',
  SpecialFeatureOrQuotaIdRequired:
    'the subscription may not use this model yet. Ask the platform team to request access to it',
  FlagMustBeSetForRestore:
    'a deleted resource of this name is still kept and holds the name for 48 hours. Have the platform team restore or purge it, or choose another name',
  CustomDomainInUse:
    'its subdomain is already used by another account, perhaps in another company. Choose another application name',
  AuthorizationFailed:
    'the portal’s identity lacks a permission. The platform team has to give it the role that the installation guide names for this scope',
  LinkedAuthorizationFailed:
    'the portal’s identity lacks a permission on a resource that this one refers to (a subnet, a DNS zone, an identity). The platform team has to give it the join or assign permission there',
  DeploymentModelNotSupported:
    'this model, version or SKU is not offered in the region. Choose another model; the platform team should take it out of the landing zone',
  ServiceModelDeprecated:
    'this model version is retired. Choose another model; the platform team should take it out of the landing zone',
  InvalidReference: 'it refers to something that does not exist',
  InvalidResourceReference:
    'it refers to something that does not exist. The platform team has to check the landing zone’s ids',
  ResourceNotFound: 'it does not exist',
  ResourceGroupNotFound: 'the resource group does not exist',
  ParentResourceNotFound: 'the resource that it belongs to does not exist',
  SubscriptionNotFound:
    'the subscription is not visible to the portal. The platform team has to check the landing zone’s subscriptionId and the identity’s rights',
  RequestDisallowedByPolicy:
    'a policy of the company forbids it. The platform team has to exempt it or change the landing zone',
  ResourceNameInvalid: 'Azure does not take this name. Choose another application name',
  PrincipalNotFound: 'its identity is so new that it is not known everywhere yet; that passes',
  AccountProvisioningStateInvalid:
    'the Foundry account is so new that it is not known everywhere yet; that passes',
  RequestConflict: 'Azure is still at work on something that it belongs to; that passes',
  TooManyRequests: 'Azure asks to slow down; that passes',
  InvalidAuthenticationToken:
    'Azure did not take the portal’s sign-in. The platform team has to check the landing zone’s credential and tenant',
};
const aliases: Record<string, string> = {
  NotFound: 'ResourceNotFound',
  InvalidResourceName: 'ResourceNameInvalid',
  ExpiredAuthenticationToken: 'InvalidAuthenticationToken',
  SubdomainNameInUse: 'CustomDomainInUse',
};

/**
 * The sentence for a refusal: which resource, what is wrong, what to do. Azure's own words follow where they name
 * something, and stand alone where the code is not known here.
 */
export function refusalSentence(refusal: {
  resource: string;
  code: string;
  message: string;
}): string {
  const { resource, code, message } = refusal;
  const said = message.trim().replace(/\s+/g, ' ').replace(/\.$/, '');
  const known = refusals[aliases[code] ?? code];
  const subject = resource.charAt(0).toUpperCase() + resource.slice(1);
  return known
    ? `${subject}: ${known}. Azure said: ${said} (${code}).`
    : `${subject}: Azure refused it: ${said} (${code}).`;
}
