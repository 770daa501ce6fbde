import { randomBytes } from 'node:crypto';
import type { Store } from '../state/store.ts';

/** An application that signs in with a secret. */
export interface Application {
  name: 'portal' | 'platform' | 'sign-in';
  clientId: string;
  objectId: string;
}

/** The service principal that the portal signs in as: it has the roles of infra/roles, and no other. */
export const portal: Application = {
  name: 'portal',
  clientId: '33333333-3333-3333-3333-333333333333',
  objectId: '44444444-4444-4444-4444-444444444444',
};

/** The platform team's, Owner of the subscription: it lays the landing zone. */
export const platform: Application = {
  name: 'platform',
  clientId: '55555555-5555-5555-5555-555555555555',
  objectId: '66666666-6666-6666-6666-666666666666',
};

/** The application that people sign in to in production, with the addresses that it may send them to. */
export const signIn: Application & { redirectUris: string[] } = {
  name: 'sign-in',
  clientId: '77777777-7777-7777-7777-777777777777',
  objectId: '88888888-8888-8888-8888-888888888888',
  redirectUris: ['https://portal.contoso.example/api/auth/microsoft/handler/frame'],
};

export const applications = [portal, platform, signIn];

/** An application's secret: random, made once. */
export function secretOf({ name }: Application, store: Store): string {
  const kept = store.collection<string>('secrets');
  const secret = kept.get(name) ?? randomBytes(24).toString('base64url');
  kept.put(name, secret);
  return secret;
}

/** People, as far as a role assignment may name one; tests add them. */
export const people = (store: Store) => store.collection<{ name: string }>('entra-users');
