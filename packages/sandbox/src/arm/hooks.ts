import type { ArmResource } from './resource.ts';

/** What other rooms do behind Resource Manager. */
export interface ArmHooks {
  /** Service Connector's work for a linker on an AKS cluster; resolves when done, rejects with a sentence. */
  connect?(linker: ArmResource, cluster: ArmResource): Promise<void>;
  /**
   * Answers what lies below a registry and is not a resource: listBuildSourceUploadUrl, scheduleRun, runs/{id},
   * runs/{id}/listLogSasUrl.
   */
  registry?(request: {
    registry: ArmResource;
    method: string;
    rest: string;
    body: unknown;
    /** Object id of who asks. */
    by: string;
  }): Promise<{ status: number; body?: unknown } | undefined>;
  /** The runs of a registry's `taskRuns` resources. */
  taskRuns?: {
    /** Begins one, and answers its id. @throws ArmError */
    schedule(asked: {
      registry: ArmResource;
      /** A DockerBuildRequest, as it was sent. */
      request: unknown;
      /** Client id to object id, of the identities that the resource carries. */
      identities: ReadonlyMap<string, string>;
      /** Object id of who asks. */
      by: string;
    }): string;
    /** As it is shown below the registry. */
    shown(registry: ArmResource, runId: string): object | undefined;
    /** Resolves when it has ended well, rejects with a sentence. */
    ended(runId: string): Promise<void>;
  };
  /** The kubeconfig (YAML or JSON, without credentials) that listClusterUserCredential answers. */
  kubeconfig?(cluster: ArmResource): string;
}
