/** A resource as Azure Resource Manager answers it. */
export interface ArmResource {
  id: string;
  name: string;
  type: string;
  location?: string;
  tags?: Record<string, string>;
  kind?: string;
  /** Of a resource group. */
  managedBy?: string;
  sku?: { name: string; tier?: string; capacity?: number };
  identity?: {
    type: string;
    principalId?: string;
    tenantId?: string;
    /** By resource id. */
    userAssignedIdentities?: Record<string, object>;
  };
  /** Each type's own. */
  properties: Record<string, unknown>;
}

/** What a PUT came to. */
interface ArmWritten {
  /** As Azure answers it at the end; undefined where only the operation's end is known. */
  resource?: ArmResource;
  /** Azure answered 201 to the PUT: it was not there before. False for one that was resumed. */
  created: boolean;
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
  /** Starts (or, with `resumeFrom`, goes on with) a create or update, waits for its end, and answers what it came to. */
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
  ): Promise<ArmWritten>;
  /** Deletes (or goes on with it) and waits; what is not there is deleted already. */
  remove(
    id: string,
    apiVersion: string,
    options: {
      signal: AbortSignal;
      resumeFrom?: string;
      onPoller?(token: string): Promise<void>;
    },
  ): Promise<void>;
  /** A POST action; the parsed answer. */
  post<T>(path: string, apiVersion: string, body?: object, signal?: AbortSignal): Promise<T>;
}
