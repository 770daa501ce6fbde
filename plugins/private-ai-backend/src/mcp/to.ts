import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { ActionsRegistryService } from '@backstage/backend-plugin-api/alpha';
import type { PortalApi } from '../portalApi/portalApi';
import { known } from './errors';

export const readOnly = { readOnly: true, destructive: false, idempotent: true };
export const writes = { readOnly: false, destructive: false, idempotent: true };

/** Where actions are registered, and what they call. */
export interface To {
  registry: ActionsRegistryService;
  /** Of the plugin's own HTTP API, with the credentials of who invokes the action. */
  call<T>(
    credentials: BackstageCredentials,
    path: string,
    options?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<T>;
}

/** Calls the portal's API; what it refuses is refused in the registry's own error. */
export const calling =
  (api: PortalApi): To['call'] =>
  async (credentials, path, options) => {
    try {
      return await (await api.call(credentials, path, options)).json();
    } catch (error) {
      throw known(error);
    }
  };
