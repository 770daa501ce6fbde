import { ConflictError } from '@backstage/errors';
import {
  ANNOTATION_MODEL_DEPLOYMENT,
  MANAGED_BY,
  TAG_ENTITY,
  TAG_MANAGED_BY,
} from '@private-ai/plugin-private-ai-common';
import type { ArmClient, ArmResource } from '../azure/client';
import { foundryAccountId } from '../azure/foundryAccount';
import {
  deployedModel,
  modelDeploymentBody,
  modelDeploymentId,
  modelDeploymentsPath,
  runsModel,
} from '../azure/modelDeployment';
import { sameText } from '../azure/resourceId';
import { capital, resourceTypes } from '../azure/resourceTypes';
import type { ManifestInput } from '../app/names';
import { NotThereError, resource, type Resource, type Step } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource, inProgress, type ArmBody } from './armResource';
import type { NamedInAzure } from './descriptor';

const type = resourceTypes.modelDeployment;
const version = type.apiVersion;
const provider = 'Microsoft.CognitiveServices';

/** The deployment that the agent asks: the application's own, or one of the shared account. */
export const modelDeployment: NamedInAzure = {
  in: 'azure',
  id: 'model-deployment',
  type,
  title: capital(type.title),
  part: 'foundry',
  dependsOn: ['foundry-account'],
  within: 'foundry-account',
  name: ({ names }) => names.modelDeployment,
  armId: modelDeploymentId,
  made: (app, { azure: { arm } }) =>
    resource(
      app.names.sharedAccountId === undefined ? ownDeployment(app, arm) : chosenOne(app, arm),
    ),
  foundBy: 'parent',
  oneAtATime: true,
  inventory: {
    annotation: { key: ANNOTATION_MODEL_DEPLOYMENT, names: 'modelDeployment' },
    with: 'foundry-account',
  },
  actions: {
    subscription: [
      `${provider}/locations/models/read`,
      `${provider}/locations/operationResults/read`,
      `${provider}/locations/usages/read`,
    ],
    account: [...actionsOn(type.type, 'read', 'write'), `${provider}/accounts/read`],
  },
  removing: { applications: actionsOn(type.type, 'delete') },
};

/** Azure takes one change of an account's deployments at a time. */
export const deploymentLane = (app: Pick<ManifestInput, 'names' | 'zone'>) =>
  `deployments of ${foundryAccountId(app).toLowerCase()}`;

/** Its name, also where it is still to be made. */
export function deploymentName({ names }: ManifestInput, step: Pick<Step, 'of'>): string {
  // An application's own goes by a name that is known beforehand.
  if (names.sharedAccountId === undefined) return names.modelDeployment;
  try {
    return step.of<ArmResource>(modelDeployment.id).name;
  } catch (error) {
    if (error instanceof NotThereError) return names.modelDeployment;
    throw error;
  }
}

function deployment(
  app: ManifestInput,
  arm: ArmClient,
  body = (found?: ArmResource): ArmBody => modelDeploymentBody(app, found),
) {
  return armResource(modelDeployment, app, {
    lane: deploymentLane(app),
    arm,
    body,
    tagsMayLack: true,
  });
}

function ownDeployment(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const made = deployment(app, arm);
  const asked = app.request.model;
  return {
    ...made,
    differs(found, step) {
      const { name } = deployedModel(found);
      // Azure answers CannotChangeDeploymentModel to another name under the same deployment.
      if (name !== undefined && !sameText(name, asked.name)) {
        throw new ConflictError(
          `${made.title} runs ${name}, and Azure does not change the model of a deployment to ${asked.name}. The platform team has to put {model} into the landing zone's naming.modelDeployment, so that each model gets a deployment of its own.`,
        );
      }
      return made.differs(found, step);
    },
    async write(step, found) {
      const { signal, poller } = step;
      const newVersion = found && !sameText(deployedModel(found).version, asked.version);
      const newSize = found && found.sku?.capacity !== asked.capacity;
      // In one request Azure refuses it: "Cannot change capacity and model at the same time for deployment".
      if (found?.sku && newVersion && newSize && poller.resumeFrom === undefined) {
        const body = modelDeploymentBody(app, found);
        const sku = { ...body.sku, capacity: found.sku.capacity };
        await arm.put(
          modelDeploymentId(app),
          version,
          { ...body, sku, tags: { ...found.tags, ...body.tags } },
          { signal, onPoller: poller.onPoller },
        );
      }
      return made.write?.(step, found);
    },
  };
}

/**
 * In a shared account: any that runs the same model, version and SKU is used as it is, whoever made it and however large.
 * One that is made stays when the application goes, because others may use it by then.
 */
function chosenOne(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  // What others use already keeps its size, and whose it is.
  const made = deployment(app, arm, found => ({
    ...modelDeploymentBody(app, found),
    ...(found?.sku && { sku: found.sku, tags: found.tags }),
  }));
  const asked = app.request.model;
  const isOurs = ({ name }: ArmResource) => sameText(name, app.names.modelDeployment);
  return {
    ...made,
    nameOf: ({ name }) => name,
    async read({ signal }) {
      const all = await arm.list(modelDeploymentsPath(app), version, { signal });
      const usable = all
        .filter(one => runsModel(one, asked))
        .filter(one => isOurs(one) || /^Succeeded$/i.test(String(one.properties.provisioningState)))
        .toSorted((one, other) => (one.name < other.name ? -1 : 1));
      // The same one at every look.
      const chosen = usable.find(isOurs) ?? usable[0];
      const taken = all.find(isOurs);
      if (chosen || !taken) return chosen;
      const { name, version: runs } = deployedModel(taken);
      throw new ConflictError(
        `${made.title} of the shared account runs ${name} ${runs} (${taken.sku?.name}), not ${asked.name} ${asked.version} (${asked.sku}): the platform team has to rename it.`,
      );
    },
    waitsFor: ({ properties }) => inProgress(properties.provisioningState),
    differs(found, step) {
      const state = String(found.properties.provisioningState);
      if (!/^(Failed|Canceled)$/i.test(state)) return [];
      const { [TAG_ENTITY]: maker, [TAG_MANAGED_BY]: by } = found.tags ?? {};
      if (maker && by === MANAGED_BY) return made.differs(found, step);
      throw new ConflictError(
        `${made.title} of the shared account is in the state ${state}, and not the portal’s: the platform team has to repair it.`,
      );
    },
    remove: undefined,
  };
}
