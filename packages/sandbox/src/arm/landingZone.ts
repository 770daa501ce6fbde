import { platform, portal } from '../entra/principals.ts';
import type { Arm } from './arm.ts';
import type { ArmResource } from './resource.ts';

/** A landing zone that was laid down once, without what is another sandbox's: ids of subscription and tenant, principals, issuer. */
export type RecordedLandingZone = ArmResource[];

/** What stands in the record for what each sandbox has of its own. */
interface Own {
  subscriptionId: string;
  tenantId: string;
  /** Address of the cluster's issuer of tokens. */
  issuer: string;
  /** The portal's identity: in the sandbox it signs in with a secret, as its principal. */
  portalObjectId: string;
  portalClientId: string;
}

const mark = (key: string) => `{${key}}`;
const cluster = 'Microsoft.ContainerService/managedClusters';
const identity = 'Microsoft.ManagedIdentity/userAssignedIdentities';

/** Takes down what was laid in a subscription, in the order of ids. */
export function recordLandingZone(arm: Arm): RecordedLandingZone {
  const resources = arm
    .list('')
    .filter(
      ({ type, properties }) => !isNone(type) && properties.principalId !== platform.objectId,
    );
  const of = (type: string, name: RegExp) =>
    resources.find(one => one.type === type && name.test(one.name))?.properties;
  const own: Own = {
    subscriptionId: arm.subscriptionId,
    tenantId: arm.tenantId,
    issuer: of(cluster, /./)?.oidcIssuerProfile?.issuerURL,
    portalObjectId: of(identity, /^uami-portal-/)?.principalId,
    portalClientId: of(identity, /^uami-portal-/)?.clientId,
  };
  return replaced(
    resources,
    Object.entries(own).map(([key, value]) => [value, mark(key)]),
  );
}

/** The record as resources of this subscription. */
export function landingZoneOf(
  record: RecordedLandingZone,
  arm: Arm,
  { issuer }: { issuer: string },
): ArmResource[] {
  const own: Own = {
    subscriptionId: arm.subscriptionId,
    tenantId: arm.tenantId,
    issuer,
    portalObjectId: portal.objectId,
    portalClientId: portal.clientId,
  };
  return replaced(
    record,
    Object.entries(own).map(([key, value]) => [mark(key), value]),
  );
}

// Kept by Azure after a deletion, or made by nobody.
const isNone = (type: string) => /\/deleted(Accounts|Vaults)$/i.test(type);

function replaced(resources: ArmResource[], pairs: string[][]): ArmResource[] {
  let text = JSON.stringify(resources);
  for (const [from, to] of pairs) if (from) text = text.replaceAll(from, to);
  return JSON.parse(text) as ArmResource[];
}
