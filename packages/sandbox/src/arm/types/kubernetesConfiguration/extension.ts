import { randomUUID } from 'node:crypto';
import { ArmError } from '../../errors.ts';
import type { ResourceType } from '../../resourceType.ts';

/** Those that a landing zone and Service Connector ask for. https://learn.microsoft.com/azure/aks/cluster-extensions */
const known: Record<string, { namespace: string; version: string }> = {
  'microsoft.flux': { namespace: 'flux-system', version: '1.18.2' },
  'microsoft.serviceconnector': { namespace: 'sc-system', version: '2.0.0' },
};

/** An extension of a cluster; what it brings runs in the cloud alone. The refusal's code is unconfirmed. */
export const extension: ResourceType = {
  type: 'Microsoft.KubernetesConfiguration/extensions',
  write: { path: 'operations', state: 'Creating', updateState: 'Updating' },
  remove: { path: 'operations', location: 'also' },
  prepare({ id, body, existing, tenantId }) {
    const asked = body.properties ?? {};
    const found = known[String(asked.extensionType).toLowerCase()];
    if (!found)
      throw new ArmError(
        400,
        'ExtensionTypeNotFound',
        `The extension type '${asked.extensionType}' of ${id.name} is not one that this cluster can have.`,
      );
    return {
      autoUpgradeMinorVersion: true,
      releaseTrain: 'Stable',
      ...asked,
      // What is secret is never shown.
      configurationProtectedSettings: Object.fromEntries(
        Object.keys(asked.configurationProtectedSettings ?? {}).map(key => [key, null]),
      ),
      scope: asked.scope ?? { cluster: { releaseNamespace: found.namespace } },
      currentVersion: asked.version ?? found.version,
      isSystemExtension: false,
      aksAssignedIdentity: existing?.properties.aksAssignedIdentity ?? {
        type: 'SystemAssigned',
        principalId: randomUUID(),
        tenantId,
      },
    };
  },
};
