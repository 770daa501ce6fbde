import https from 'node:https';
import type { JSONWebKeySet } from 'jose';
import type { Surroundings } from '../room.ts';
import { applications, portal, secretOf } from './principals.ts';
import type { Directory } from './tokens.ts';

export const portalClientId = portal.clientId;
export const portalObjectId = portal.objectId;
/** Microsoft's application of AKS, whose tokens a cluster's API takes. */
const aksAudience = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** The portal's secret. */
export const portalSecret = ({ store }: Surroundings) => secretOf(portal, store);

/** Entra's directory; managed identities are Azure's, which tells of them. */
export function directoryOf(
  surroundings: Surroundings,
  azure: Pick<Directory, 'tenantId' | 'identity'>,
  authority: string,
): Directory {
  return {
    tenantId: azure.tenantId,
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
    identity: azure.identity,
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
