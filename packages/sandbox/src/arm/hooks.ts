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
  }): Promise<{ status: number; body?: unknown } | undefined>;
  /** The kubeconfig (YAML or JSON, without credentials) that listClusterUserCredential answers. */
  kubeconfig?(cluster: ArmResource): string;
}
