import {
  ClientSecretCredential,
  DefaultAzureCredential,
  type TokenCredential,
} from '@azure/identity';
import type { LandingZone } from '../config/landingZone';

/** The portal's sign-in for one landing zone. `ca` is trusted beside Node's own certificates (PEM). */
export function credentialOf(zone: LandingZone, { ca }: { ca?: string } = {}): TokenCredential {
  const { tenantId, credential } = zone.azure;
  const options = {
    authorityHost: credential.authorityHost,
    disableInstanceDiscovery: credential.disableInstanceDiscovery,
    ...(ca !== undefined && { tlsOptions: { ca } }),
  };
  return credential.type === 'clientSecret'
    ? new ClientSecretCredential(tenantId, credential.clientId, credential.clientSecret, options)
    : new DefaultAzureCredential({ tenantId, ...options });
}

/** Who signs in for a landing zone: what two zones have in common that share one identity. */
export function identityOf({ azure: { tenantId, credential } }: LandingZone): string[] {
  return [tenantId, credential.type, credential.type === 'clientSecret' ? credential.clientId : ''];
}
