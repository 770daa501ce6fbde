import type {
  AppPart,
  AppPlan,
  AppRequest,
  OperationOutputs,
  PlannedResource,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { requireAppRequest } from '../app/request';
import { namesOf, serviceAccountName } from '../app/names';
import { parts } from '../resources/parts';
import type { Step } from './followOperation';
import { sentenceOf, type PortalApi } from '../portalApi/portalApi';

/** In the form of a real one, which only Azure can say. */
const noClientId = '00000000-0000-0000-0000-000000000000';

/** The plan in columns, and below each row what differs or why it stops. */
export function planTable(rows: readonly PlannedResource[]): string[] {
  const widest = (of: (row: PlannedResource) => string) =>
    Math.max(0, ...rows.map(row => of(row).length));
  const action = widest(row => row.action);
  const type = widest(row => row.type);
  return rows.flatMap(row => [
    `${row.action.padEnd(action)}  ${row.type.padEnd(type)}  ${row.name}`.trimEnd(),
    ...[
      ...(row.differences ?? []),
      // What changed in a text is no line of a table.
      ...(row.formerText === undefined ? [] : ['its text']),
      ...(row.reason ? [row.reason] : []),
    ].map(text => `${' '.repeat(action)}  ${text}`),
  ]);
}

/**
 * A provisioning's dry run: writes into the log what would happen, and gives what it would put out. The names are those of
 * a real run; what only Azure can say has the form of a real one.
 * @throws InputError with every sentence when what is asked for cannot be read
 */
export async function planned(
  deps: { api: PortalApi; zones: readonly LandingZone[] },
  step: Step,
  asked: AppRequest,
  part?: AppPart,
): Promise<Required<OperationOutputs['provision']>> {
  const { request, zone } = requireAppRequest(asked, deps.zones);
  const names = namesOf(request, zone);
  step.logger.info(`Dry run: nothing of ${request.entityRef} is provisioned. It would:`);
  try {
    const response = await deps.api.call(await step.getInitiatorCredentials(), '/plan', {
      body: request,
      signal: step.signal,
    });
    const { rows }: AppPlan = await response.json();
    const of: readonly string[] | undefined = part && parts[part];
    const own = of ? rows.filter(({ id }) => of.includes(id)) : rows;
    for (const line of planTable(own)) step.logger.info(line);
  } catch (error) {
    step.signal?.throwIfAborted();
    step.logger.warn(`What it would do could not be asked. ${sentenceOf(error)}`);
  }
  return {
    namespace: names.namespace,
    service: names.service,
    foundryAccount: names.foundryAccount,
    modelDeployment: names.modelDeployment,
    endpoint: `https://${names.foundrySubdomain}.openai.azure.com/`,
    identity: names.identity,
    identityClientId: noClientId,
    connector: names.connector,
    connectorSecret: names.connectorSecret,
    serviceAccount: serviceAccountName(noClientId),
  };
}
