import { randomBytes } from 'node:crypto';
import https from 'node:https';
import type { JSONWebKeySet } from 'jose';
import type { ResourceManager } from '../arm/resourceManager.ts';
import { federatedCredential } from '../arm/types/federatedCredential.ts';
import { userAssignedIdentity } from '../arm/types/userAssignedIdentity.ts';
import type { Surroundings } from '../room.ts';
import type { Directory } from './tokens.ts';

/** The service principal that the portal signs in as. */
export const portalClientId = '33333333-3333-3333-3333-333333333333';
export const portalObjectId = '44444444-4444-4444-4444-444444444444';
/** Microsoft's application of AKS, whose tokens a cluster's API takes. */
export const aksAudience = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** The portal's secret: random, made once. */
export function portalSecret({ store }: Surroundings): string {
  const kept = store.collection<string>('secrets');
  const secret = kept.get('portal') ?? randomBytes(24).toString('base64url');
  kept.put('portal', secret);
  return secret;
}

/** Entra's directory over the identities that Resource Manager holds. */
export function directoryOf(
  surroundings: Surroundings,
  arm: ResourceManager,
  authority: string,
): Directory {
  const secret = portalSecret(surroundings);
  return {
    tenantId: arm.tenantId,
    audiences: [
      authority,
      'https://management.azure.com',
      'https://management.core.windows.net',
      'https://cognitiveservices.azure.com',
      'https://prometheus.monitor.azure.com',
      'https://graph.microsoft.com',
      'https://vault.azure.net',
      'https://ossrdbms-aad.database.windows.net',
      'https://ai.azure.com',
      aksAudience,
    ],
    application: clientId =>
      clientId === portalClientId ? { objectId: portalObjectId, secret } : undefined,
    identity(clientId) {
      const found = arm
        .list('', userAssignedIdentity.type)
        .find(identity => identity.properties.clientId === clientId);
      if (!found) return undefined;
      return {
        principalId: found.properties.principalId,
        credentials: arm.list(found.id, federatedCredential.type).map(({ properties }) => ({
          issuer: properties.issuer,
          subject: properties.subject,
          audiences: properties.audiences,
        })),
      };
    },
    issuerKeys: issuer => issuerKeys(issuer, surroundings.authority.pem),
  };
}

/** Reads an issuer's keys as Entra does: its OpenID configuration, then the address named there. */
async function issuerKeys(issuer: string, ca: string): Promise<JSONWebKeySet> {
  const base = issuer.replace(/\/$/, '');
  const { jwks_uri } = JSON.parse(await get(`${base}/.well-known/openid-configuration`, ca));
  return JSON.parse(await get(jwks_uri, ca));
}

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    https
      .get(url, { ca, timeout: 10_000 }, answer => {
        let text = '';
        answer.on('data', part => (text += part));
        answer.on('end', () =>
          answer.statusCode === 200
            ? resolve(text)
            : reject(new Error(`${url} answered ${answer.statusCode}`)),
        );
      })
      .on('error', reject)
      .on('timeout', function timedOut(this: { destroy(error: Error): void }) {
        this.destroy(new Error(`${url} did not answer in 10 s`));
      });
  });
}
