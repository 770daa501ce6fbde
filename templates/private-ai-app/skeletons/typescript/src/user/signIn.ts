import { errors, jwtVerify } from 'jose';
import type { SignIn } from '../config.ts';
import { portalKeys } from './portalKeys.ts';

/** Header with the token that the portal signs for one request. `Authorization` would not pass the cluster's proxy. */
export const USER_HEADER = 'x-private-ai-user';

/** Nobody is signed in: its message is for the client. */
export class Unauthorized extends Error {
  override name = 'Unauthorized';
  readonly statusCode: number;
  constructor(message: string, { statusCode = 401, ...options }: Options = {}) {
    super(message, options);
    this.statusCode = statusCode;
  }
}
interface Options extends ErrorOptions {
  statusCode?: number;
}

/** Tells from the header's value who asks, as the portal names its users: `user:default/jane`. */
export type WhoAsks = (token: string | undefined) => Promise<string>;

/** The portal's users by their tokens, or the only user that there is. Throws {@link Unauthorized}. */
export function whoAsks(signIn: SignIn): WhoAsks {
  if (signIn === 'single-user') return async () => 'single-user';
  const { keysFile, audience } = signIn;
  const keys = portalKeys(keysFile);
  return async token => {
    if (!token) {
      throw new Unauthorized(
        'No sign-in came with this request. Open the chat in the portal; it signs in for you.',
      );
    }
    const known = await keys().catch(cause => {
      throw new Unauthorized("The app cannot read the portal's keys. Its log says why.", {
        statusCode: 503,
        cause,
      });
    });
    try {
      const { payload } = await jwtVerify(token, known, {
        algorithms: ['ES256'],
        issuer: 'private-ai-portal',
        audience,
        requiredClaims: ['exp'],
        clockTolerance: 30, // seconds
      });
      if (payload.sub) return payload.sub;
      throw new Error('The token names no user.');
    } catch (cause) {
      throw new Unauthorized(reason(cause, audience), { cause });
    }
  };
}

function reason(error: unknown, audience: string): string {
  if (error instanceof errors.JWTExpired) {
    return "The portal's sign-in has expired. Send your message again.";
  }
  if (error instanceof errors.JWKSNoMatchingKey) {
    return "This sign-in is signed with a key that the app does not know. If the portal's keys were just changed, try again in two minutes.";
  }
  if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'aud') {
    return `This sign-in is for another app, not for ${audience}.`;
  }
  return 'This is no sign-in of the portal.';
}
