import { ArmError } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';
import { extension } from './extension.ts';

interface Kustomization {
  path?: string;
  dependsOn?: string[];
}

/**
 * What Flux brings into a cluster; whether it arrived is the cluster's to say. That the extension comes first is documented, the codes of
 * the refusals are unconfirmed. https://learn.microsoft.com/azure/azure-arc/kubernetes/tutorial-use-gitops-flux2
 */
export const fluxConfiguration: ResourceType = {
  type: 'Microsoft.KubernetesConfiguration/fluxConfigurations',
  write: { path: 'operations', state: 'Creating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ id, body, arm }) {
    const asked = body.properties ?? {};
    const flux = arm
      .stored(id.parent, extension.type)
      .some(({ properties }) => /^microsoft\.flux$/i.test(properties.extensionType));
    if (!flux)
      throw new ArmError(
        400,
        'FluxExtensionNotInstalled',
        `The cluster ${id.parent} has no extension microsoft.flux, which the configuration ${id.name} needs.`,
      );
    const kustomizations: Record<string, Kustomization> = asked.kustomizations ?? {};
    for (const [name, { dependsOn = [] }] of Object.entries(kustomizations))
      for (const other of dependsOn ?? [])
        if (!kustomizations[other])
          throw new ArmError(
            400,
            'InvalidKustomizationDependency',
            `The kustomization '${name}' depends on '${other}', which the configuration ${id.name} does not have.`,
          );
    return {
      suspend: false,
      ...asked,
      configurationProtectedSettings: {},
      kustomizations: Object.fromEntries(
        Object.entries(kustomizations).map(([name, one]) => [name, { name, ...one }]),
      ),
      complianceState: 'Pending',
      sourceSyncedCommitId: null,
      statuses: [],
    } satisfies ArmResource['properties'];
  },
};
