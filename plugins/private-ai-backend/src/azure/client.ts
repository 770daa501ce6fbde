/** A resource as Azure Resource Manager answers it. */
export interface ArmResource {
  id: string;
  name: string;
  type: string;
  location?: string;
  tags?: Record<string, string>;
  kind?: string;
  sku?: { name: string; tier?: string; capacity?: number };
  identity?: { type: string; principalId?: string; tenantId?: string };
  /** Each type's own. */
  properties: Record<string, unknown>;
}

/** The one way to Azure Resource Manager. Failures are `AzureError`, which carries status, code and correlation id. */
export interface ArmClient {
  /** Undefined when Azure answers 404. Ids begin with `/`. */
  get(id: string, apiVersion: string, signal?: AbortSignal): Promise<ArmResource | undefined>;
  /** Every page of a collection. */
  list(
    path: string,
    apiVersion: string,
    options?: { filter?: string; signal?: AbortSignal },
  ): Promise<ArmResource[]>;
  /** Starts (or, with `resumeFrom`, goes on with) a create or update and waits for its end. */
  put(
    id: string,
    apiVersion: string,
    body: object,
    options: {
      signal: AbortSignal;
      resumeFrom?: string;
      /** Called with the poller's token as soon as there is one. */
      onPoller?(token: string): Promise<void>;
      /** Beside the usual ones; never logged. */
      headers?: Record<string, string>;
    },
  ): Promise<ArmResource>;
  /** Deletes and waits; what is not there is deleted already. */
  remove(id: string, apiVersion: string, options: { signal: AbortSignal }): Promise<void>;
  /** A POST action; the parsed answer. */
  post<T>(path: string, apiVersion: string, body?: object, signal?: AbortSignal): Promise<T>;
}
