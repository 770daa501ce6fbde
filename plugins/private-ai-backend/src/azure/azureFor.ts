import type { LandingZone } from '../config';
import { createArmClient } from './armClient';
import type { ArmClient } from './client';
import { credentialOf } from './credential';
import { azureError } from './errors';
import { createServiceLinker, type ServiceLinker } from './serviceLinker';

/** Azure as one landing zone sees it. */
export interface Azure {
  arm: ArmClient;
  linkers: ServiceLinker;
  /** An access token of the portal's identity, e.g. for `https://prometheus.monitor.azure.com/.default`; cached. */
  token(scope: string): Promise<string>;
}

/** Make one for each landing zone and keep it: it holds the tokens. `ca` is trusted beside Node's own certificates (PEM). */
export function azureFor(zone: LandingZone, { ca }: { ca?: string } = {}): Azure {
  const { endpoint, subscriptionId } = zone.azure;
  const credential = credentialOf(zone, { ca });
  const options = { endpoint, subscriptionId, credential, ca };
  return {
    arm: createArmClient(options),
    linkers: createServiceLinker(options),
    async token(scope) {
      try {
        return (await credential.getToken(scope))!.token;
      } catch (thrown) {
        throw azureError(thrown, `/subscriptions/${subscriptionId}`);
      }
    },
  };
}
