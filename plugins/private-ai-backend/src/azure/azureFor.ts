import type { LandingZone } from '../config/landingZone';
import { createArmClient } from './armClient';
import type { ArmClient } from './client';
import { credentialOf, identityOf } from './credential';
import { azureError } from './errors';
import { paceOf, type Pace } from './pace';
import { createServiceLinker, type ServiceLinker } from './serviceLinker';

/** Azure as one landing zone sees it. */
export interface Azure {
  arm: ArmClient;
  linkers: ServiceLinker;
  /** An access token of the portal's identity, e.g. for `https://prometheus.monitor.azure.com/.default`; cached. */
  token(scope: string): Promise<string>;
}

/** Beside the landing zone: what only an unusual surrounding gives otherwise. */
export interface Surroundings {
  /** Trusted beside Node's own certificates (PEM). */
  ca?: string;
  /** The one of the identity when left out. */
  pace?: Pace;
  /** Milliseconds for the answer to one request; a minute when left out. */
  requestMs?: number;
}

/** Make one for each landing zone and keep it: it holds the tokens. */
export function azureFor(zone: LandingZone, { ca, requestMs, ...given }: Surroundings = {}): Azure {
  const { endpoint, subscriptionId } = zone.azure;
  const credential = credentialOf(zone, { ca });
  const pace = given.pace ?? paceOf([endpoint, ...identityOf(zone)].join(' '));
  const options = { endpoint, subscriptionId, credential, ca, pace, requestMs };
  /** By scope: who asks while nobody has a token yet waits for the same one, instead of asking a hundred times. */
  const asking = new Map<string, Promise<string>>();
  const ask = async (scope: string) => {
    try {
      return (await credential.getToken(scope))!.token;
    } catch (thrown) {
      throw azureError(thrown, `/subscriptions/${subscriptionId}`);
    } finally {
      asking.delete(scope);
    }
  };
  return {
    arm: createArmClient(options),
    linkers: createServiceLinker(options),
    token(scope) {
      const asked = asking.get(scope) ?? ask(scope);
      asking.set(scope, asked);
      return asked;
    },
  };
}
