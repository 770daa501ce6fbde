import type { ManifestInput } from '../app/names';
import type { ArmResource } from './client';
import { identityId } from './userAssignedIdentity';

export function federatedCredentialsPath(app: Pick<ManifestInput, 'names' | 'zone'>): string {
  return `${identityId(app)}/federatedIdentityCredentials`;
}

/** Of a ServiceAccount, as the cluster's tokens name it. */
export function subjectOf(namespace: string, serviceAccount: string): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

/** Entra takes a token whose issuer and subject are exactly these; the credential's own name says nothing. */
export function trusts(
  { properties }: ArmResource,
  { issuer, subject }: { issuer: string; subject: string },
): boolean {
  return properties.issuer === issuer && properties.subject === subject;
}
