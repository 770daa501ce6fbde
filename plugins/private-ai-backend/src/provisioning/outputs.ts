import type { OperationOutputs, ResourceId } from '@private-ai/plugin-private-ai-common';
import type { ArmResource } from '../azure/client';
import { serviceAccountName, type ManifestInput } from '../app/names';
import { stateOf } from '../engine/resource';
import { identityOf } from '../resources/identity';
import { deploymentName } from '../resources/modelDeployment';

/** What a provisioning leaves to the steps behind it; nothing of it is secret. */
export function outputsOf(
  app: ManifestInput,
  states: ReadonlyMap<string, unknown>,
): OperationOutputs['provision'] {
  const { namespace, service, foundryAccount, identity, connector } = app.names;
  const step = { of: stateOf(states) };
  const has = (id: ResourceId) => states.has(id);
  return {
    namespace,
    service,
    foundryAccount,
    modelDeployment: deploymentName(app, step),
    identity,
    connector,
    ...(has('foundry-account') && { endpoint: endpointOf(step.of('foundry-account')) }),
    ...(has('identity') && { identityClientId: identityOf(step).clientId }),
    ...(has('service-connector') && {
      connectorSecret: app.names.connectorSecret,
      serviceAccount: serviceAccountName(identityOf(step).clientId),
    }),
  };
}

/** As Azure says it; an account that is only now made may not say it yet. */
function endpointOf({ properties }: ArmResource): string {
  const { endpoints, customSubDomainName } = properties as {
    endpoints?: Record<string, string>;
    customSubDomainName?: string;
  };
  const said = endpoints?.['OpenAI Language Model Instance API'];
  return said ?? `https://${customSubDomainName}.openai.azure.com/`;
}
