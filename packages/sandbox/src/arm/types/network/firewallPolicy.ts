import type { Arm } from '../../arm.ts';
import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { knownLocation, ofNetwork, referring, refuseWhileUsed } from './provider.ts';

const groupType = 'Microsoft.Network/firewallPolicies/ruleCollectionGroups';
const firewallType = 'Microsoft.Network/azureFirewalls';

export const firewallPolicy: ResourceType = {
  ...ofNetwork,
  type: 'Microsoft.Network/firewallPolicies',
  tracked: true,
  prepare({ id, body, existing }) {
    knownLocation(body.location);
    const properties = body.properties ?? {};
    const tier = properties.sku?.tier ?? existing?.properties.sku?.tier ?? 'Standard';
    const premium = ['transportSecurity', 'intrusionDetection'].find(one => properties[one]);
    if (tier !== 'Premium' && premium)
      throw new ArmError(
        400,
        'FirewallPolicyFeatureNotSupported',
        `Firewall Policy ${id.id} of tier ${tier} does not support ${premium}: it needs Premium.`,
      );
    if (properties.transportSecurity && !body.identity)
      throw new ArmError(
        400,
        'FirewallPolicyMissingIdentity',
        `Firewall Policy ${id.id} has a certificate authority in Key Vault and no identity to read it with.`,
      );
    const {
      ruleCollectionGroups: _groups,
      firewalls: _used,
      childPolicies: _c,
      ...rest
    } = properties;
    return { ...rest, sku: { tier } };
  },
  removing: (policy, arm) =>
    refuseWhileUsed(
      'FirewallPolicyCannotBeDeletedWhileInUse',
      policy,
      referring(arm, firewallType, 'firewallPolicy', policy.id),
    ),
  present: (policy, arm) => ({
    ...policy,
    properties: {
      ...policy.properties,
      ruleCollectionGroups: arm.list(policy.id, groupType).map(({ id }) => ({ id })),
      firewalls: referring(arm, firewallType, 'firewallPolicy', policy.id).map(({ id }) => ({
        id,
      })),
      childPolicies: [],
    },
  }),
};

interface RuleCollection {
  name: string;
  priority: number;
  rules?: { name: string; terminateTLS?: boolean; destinationFqdns?: string[]; ruleType: string }[];
}

export const ruleCollectionGroup: ResourceType = {
  ...ofNetwork,
  type: groupType,
  // "Only one rule collection group of a policy can be updated at a time" (Azure Firewall known issues); how long is unconfirmed.
  oneAtATime: {
    seconds: 5,
    refusal: parent =>
      new ArmError(
        429,
        'AnotherOperationInProgress',
        `Another operation on this or dependent resource is in progress: ${parent}.`,
      ),
  },
  prepare({ id, body, arm }) {
    const { priority, ruleCollections = [] } = body.properties ?? {};
    requirePriority(priority, id.name);
    const policy = arm.get(id.parent) as ArmResource;
    const twin = arm
      .list(id.parent, groupType)
      .find(
        other =>
          other.name.toLowerCase() !== id.name.toLowerCase() &&
          other.properties.priority === priority,
      );
    if (twin) throw samePriority(id.name, twin.name, priority);
    for (const [i, one] of (ruleCollections as RuleCollection[]).entries()) {
      requirePriority(one.priority, one.name);
      const other = (ruleCollections as RuleCollection[])
        .slice(0, i)
        .find(before => before.priority === one.priority);
      if (other) throw samePriority(one.name, other.name, one.priority);
      requireRules(one, policy);
    }
    return { ...body.properties };
  },
  removing: (group, arm) => requireQuiet(group, arm),
};

function requirePriority(priority: unknown, name: string): void {
  if (Number.isInteger(priority) && Number(priority) >= 100 && Number(priority) <= 65000) return;
  throw new ArmError(
    400,
    'FirewallPolicyRuleCollectionGroupInvalidPriority',
    `Invalid priority ${priority} of ${name}: it must be between 100 and 65000.`,
  );
}

const samePriority = (one: string, other: string, priority: number) =>
  new ArmError(
    400,
    'FirewallPolicyRuleCollectionGroupDuplicatePriority',
    `${one} and ${other} have the same priority ${priority}.`,
  );

/** Names in rules by address need the proxy; opening TLS needs a certificate. */
function requireRules(collection: RuleCollection, policy: ArmResource): void {
  for (const rule of collection.rules ?? []) {
    const byName = rule.ruleType === 'NetworkRule' && rule.destinationFqdns?.length;
    if (byName && !policy.properties.dnsSettings?.enableProxy)
      throw new ArmError(
        400,
        'FirewallPolicyNetworkRuleFqdnRequiresDnsProxy',
        `Rule ${rule.name} names destinations by FQDN: the policy ${policy.id} needs its DNS proxy enabled.`,
      );
    if (rule.terminateTLS && !policy.properties.transportSecurity)
      throw new ArmError(
        400,
        'FirewallPolicyRuleTerminateTlsRequiresCertificate',
        `Rule ${rule.name} terminates TLS: the policy ${policy.id} has no certificate authority.`,
      );
  }
}

/** A policy whose firewall is being written takes no change. */
function requireQuiet(group: ArmResource, arm: Arm): void {
  const policy = group.id.split('/').slice(0, -2).join('/');
  const busy = referring(arm, firewallType, 'firewallPolicy', policy).find(
    ({ properties }) => properties.provisioningState === 'Updating',
  );
  if (busy)
    throw new ArmError(
      409,
      'FirewallPolicyUpdateNotAllowed',
      `The firewall ${busy.id} of the policy is in provisioning state Updating.`,
    );
}
