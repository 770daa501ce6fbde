import https from 'node:https';
import type { JSONWebKeySet } from 'jose';
import type { Arm } from '../arm/arm.ts';
import { federatedCredential } from '../arm/types/managedIdentity/federatedCredential.ts';
import { userAssignedIdentity } from '../arm/types/managedIdentity/userAssignedIdentity.ts';
import type { Surroundings } from '../room.ts';
import { applications, portal, secretOf } from './principals.ts';
import type { Directory } from './tokens.ts';

export const portalClientId = portal.clientId;
export const portalObjectId = portal.objectId;
/** Microsoft's application of AKS, whose tokens a cluster's API takes. */
export const aksAudience = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** The portal's secret. */
export const portalSecret = ({ store }: Surroundings) => secretOf(portal, store);

/** Entra's directory over the identities that Resource Manager holds. */
export function directoryOf(surroundings: Surroundings, arm: Arm, authority: string): Directory {
  return {
    tenantId: arm.tenantId,
    audiences: [
      authority,
      'https://management.azure.com',
      'https://management.core.windows.net',
      'https://cognitiveservices.azure.com',
      'https://containerregistry.azure.net',
      'https://prometheus.monitor.azure.com',
      'https://graph.microsoft.com',
      'https://vault.azure.net',
      'https://ossrdbms-aad.database.windows.net',
      'https://ai.azure.com',
      aksAudience,
    ],
    application(clientId) {
      const found = applications.find(one => one.clientId === clientId);
      return found && { objectId: found.objectId, secret: secretOf(found, surroundings.store) };
    },
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
