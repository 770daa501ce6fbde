import type { Entity } from '@backstage/catalog-model';
import {
  inEnglish,
  say,
  TAG_ENTITY,
  type AppOverview,
  type AppResource,
  type ResourceId,
} from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { ArmClient, ArmResource } from '../azure/client';
import { modelDeployment } from '../resources/modelDeployment';
import { expectedInAzure, namedDeployment } from './azureResources';
import { armHealth } from './health';
import type { Asking } from '../outages/outages';

/**
 * What an application has in Azure, as it is. What cannot be seen says so by its health alone: why is told once, as an outage.
 * @param deployment - the model deployment that the agent asks, as soon as the cluster has said it; 'unseen' where it cannot
 */
export async function askAzure(
  entity: Entity,
  at: AppLocation,
  arm: ArmClient,
  { asking, deployment }: { asking: Asking; deployment: Promise<string | 'unseen' | undefined> },
): Promise<{ resources: AppResource[]; model?: AppOverview['model'] }> {
  const answers = await Promise.all(
    expectedInAzure(entity, at).map(async one => {
      const asks = one.id === modelDeployment.id ? await deployment : undefined;
      // Its name was written when the application was made: which one is asked now, only the cluster says.
      if (asks === 'unseen') return { expected: one, unseen: true };
      const expected = asks === undefined ? one : namedDeployment(one, asks);
      const answer = await asking.ask('azure', signal =>
        arm.get(expected.armId, expected.of.type.apiVersion, signal),
      );
      return { expected, answer };
    }),
  );
  const of = (id?: ResourceId) => answers.find(({ expected }) => expected.id === id);
  /** What takes no tags is this app's through what it lies in: whether that is another's. */
  const isForeignAbove = ({ expected }: (typeof answers)[number]): boolean => {
    const above = expected.tagged ? undefined : of(expected.of.within);
    return above !== undefined && above.expected.tagged && isForeign(above.answer?.found, at);
  };
  const resources = answers.map((asked): AppResource => {
    const { answer, expected } = asked;
    const { id, type, name, tagged } = expected;
    const { misplaced, trouble } = expected.of.inventory;
    if (!answer) return { id, type, name, health: 'unknown' };
    if (isForeignAbove(asked)) {
      const sentence = say('row-parent-foreign');
      return { id, type, name, health: 'unknown', sentence, message: inEnglish(sentence) };
    }
    const { found } = answer;
    const why = found && misplaced?.(found, at);
    if (why) return { id, type, name, health: 'unhealthy', message: why };
    const health = armHealth({ id, type, name }, found, tagged ? at.entityRef : undefined);
    return { ...health, ...(found && health.health === 'healthy' && trouble?.(found)) };
  });
  const deployed = of(modelDeployment.id);
  const model =
    deployed?.answer &&
    modelOf(deployed.expected.name, isForeignAbove(deployed) ? undefined : deployed.answer.found);
  return { resources, model };
}

const isForeign = (resource: ArmResource | undefined, { entityRef }: AppLocation) =>
  resource !== undefined && resource.tags?.[TAG_ENTITY]?.toLowerCase() !== entityRef.toLowerCase();

function modelOf(deployment: string, found: ArmResource | undefined): AppOverview['model'] {
  const model = found?.properties.model as { name?: string; version?: string } | undefined;
  const { name: sku, capacity } = found?.sku ?? {};
  return { deployment, name: model?.name, version: model?.version, sku, capacity };
}
