import { ArmError, invalidReference } from '../../errors.ts';
import type { ArmResource } from '../../resource.ts';
import type { ResourceType } from '../../resourceType.ts';

// Recorded in 2024: create and update answer 201 `Accepted` with azure-asyncoperation only; ids and types come back in
// other letter case; `{}` comes back as an object full of nulls; delete answers 202 with the body `null`.
export const linker: ResourceType = {
  type: 'Microsoft.ServiceLinker/linkers',
  write: {
    path: 'operationStatuses',
    apiVersion: '2021-01-01-privatepreview',
    state: 'Accepted',
    updateState: 'Accepted',
    running: 'Accepted',
    waits: true,
  },
  updated: 201,
  remove: {
    path: 'operationStatuses',
    apiVersion: '2021-01-01-privatepreview',
    location: 'also',
    running: 'Deleting',
    nullBody: true,
  },
  prepare({ id, body, arm }) {
    const cluster = arm.get(id.parent);
    if (cluster?.properties.provisioningState !== 'Succeeded') {
      throw new ArmError(
        409,
        'ResourceNotReady',
        `The cluster ${id.parent} is not in the state Succeeded.`,
      );
    }
    const { targetService, authInfo, clientType, scope, ...asked } = body.properties ?? {};
    if (!targetService?.id || !arm.get(targetService.id))
      throw invalidReference(String(targetService?.id), id.id);
    if (!scope)
      throw new ArmError(
        400,
        'ValidationFailed',
        'The scope (namespace) of a connection from a Kubernetes cluster must be given.',
      );
    return { ...asked, targetService, authInfo, clientType: clientType ?? 'none', scope };
  },
  async done(resource, arm, hooks) {
    const cluster = arm.get(
      resource.id.slice(
        0,
        resource.id.toLowerCase().indexOf('/providers/microsoft.servicelinker/'),
      ),
    );
    if (cluster) await hooks.connect?.(resource, cluster);
  },
  present(resource) {
    const {
      configurationInfo,
      publicNetworkSolution,
      targetService,
      authInfo,
      secretStore,
      ...rest
    } = resource.properties;
    return {
      ...resource,
      type: 'microsoft.servicelinker/linkers',
      properties: {
        publicNetworkSolution: {
          firewallRules: null,
          deleteOrUpdateBehavior: null,
          action: null,
          ...publicNetworkSolution,
        },
        configurationInfo: {
          customizedKeys: null,
          additionalConfigurations: null,
          additionalConnectionStringProperties: null,
          deleteOrUpdateBehavior: null,
          action: null,
          daprProperties: null,
          ...configurationInfo,
          configurationStore: {
            appConfigurationId: null,
            ...configurationInfo?.configurationStore,
          },
        },
        targetService: { ...targetService, resourceProperties: null },
        authInfo: {
          roles: null,
          userName: null,
          deleteOrUpdateBehavior: null,
          authMode: null,
          ...authInfo,
        },
        vNetSolution: null,
        secretStore: { keyVaultId: null, keyVaultSecretName: null, ...secretStore },
        ...rest,
      },
    };
  },
  action({ resource, method, rest, arm }) {
    if (method === 'POST' && rest.toLowerCase() === 'listconfigurations') {
      return {
        status: 200,
        body: {
          configurations: connectorValues(
            resource,
            arm.get(resource.properties.targetService.id),
          ).map(pair => ({
            ...pair,
            configType: 'Default',
            keyVaultReferenceIdentity: null,
            description: '',
          })),
        },
      };
    }
    return undefined;
  },
};

/** What Service Connector gives an application for a Foundry account, under its default names or the customised ones. */
export function connectorValues(
  resource: ArmResource,
  target: ArmResource | undefined,
): { name: string; value: string }[] {
  const host = (domain: string) =>
    `https://${target?.properties.customSubDomainName ?? target?.name}.${domain}/`;
  const region = String(target?.location).toLowerCase().replaceAll(' ', '');
  const values = {
    AZURE_AISERVICES_OPENAI_BASE: host('openai.azure.com'),
    AZURE_AISERVICES_COGNITIVESERVICES_ENDPOINT: host('cognitiveservices.azure.com'),
    AZURE_AISERVICES_SPEECH_ENDPOINT: `https://${region}.stt.speech.microsoft.com`,
    AZURE_AISERVICES_CLIENTID: String(resource.properties.authInfo?.clientId ?? ''),
  };
  const keys: Record<string, string> = resource.properties.configurationInfo?.customizedKeys ?? {};
  return Object.entries(values).map(([name, value]) => ({ name: keys[name] ?? name, value }));
}
