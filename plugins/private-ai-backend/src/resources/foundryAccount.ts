import { ConflictError } from '@backstage/errors';
import { ANNOTATION_FOUNDRY_ACCOUNT, TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import type { ArmClient, ArmResource } from '../azure/client';
import { AzureError } from '../azure/errors';
import {
  deletedAccountId,
  deletedAccountsPath,
  foundryAccountBody,
  foundryAccountId,
  restoredAccountBody,
} from '../azure/foundryAccount';
import { sameText } from '../azure/resourceId';
import { capital, resourceTypes } from '../azure/resourceTypes';
import { isOurs } from '../azure/tags';
import type { ManifestInput } from '../app/names';
import { resource, type Resource, type Step, type Written } from '../engine/resource';
import { actionsOn } from './actions';
import { armResource } from './armResource';
import { hasOwnAccount, type TaggedInAzure } from './descriptor';
import { sharedAccount } from './sharedAccount';

const type = resourceTypes.foundryAccount;
const version = type.apiVersion;
const provider = 'Microsoft.CognitiveServices';

/** What the application's models lie in: its own, or the one that all of the landing zone share. */
export const foundryAccount: TaggedInAzure = {
  in: 'azure',
  id: 'foundry-account',
  type,
  title: capital(type.title),
  part: 'foundry',
  dependsOn: ['resource-group'],
  within: 'resource-group',
  isMade: hasOwnAccount,
  name: ({ names }) => names.foundryAccount,
  armId: foundryAccountId,
  made: (app, { azure }) => resource(ownAccount(app, azure.arm)),
  given: (app, { azure }) => resource(sharedAccount(foundryAccount, app, azure.arm)),
  foundBy: 'tag',
  isEverybodys: ({ sharedAccountId }) => sharedAccountId !== undefined,
  inventory: { annotation: { key: ANNOTATION_FOUNDRY_ACCOUNT, names: 'foundryAccount' } },
  actions: {
    subscription: [
      ...actionsOn(type.type, 'read'),
      `${provider}/checkDomainAvailability/action`,
      `${provider}/locations/operationResults/read`,
      `${provider}/locations/resourceGroups/deletedAccounts/read`,
      `${provider}/locations/usages/read`,
    ],
    applications: actionsOn(type.type, 'read', 'write'),
  },
  removing: {
    subscription: [`${provider}/deletedAccounts/read`],
    applications: actionsOn(type.type, 'delete'),
  },
};

/**
 * The application's own Foundry account. Azure keeps a deleted one, with its name and subdomain, for 48 hours: one that was
 * this application's is restored, any other is left to its owner. Nothing is ever purged.
 */
function ownAccount(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const { names, request } = app;
  const made = armResource(foundryAccount, app, {
    arm,
    body: found => foundryAccountBody(app, found),
    isTagged: true,
  });

  const findDeleted = async ({ signal }: Step) => {
    const deleted = await arm.get(deletedAccountId(app), version, signal);
    if (!deleted || isOurs(deleted.tags, request.entityRef)) return deleted;
    throw new ConflictError(
      `${made.title}: a deleted account of this name, ${ownerOf(deleted)}, is kept by Azure and holds the name ${until(deleted)}. Wait until then, have the platform team purge it, or choose another application name.`,
    );
  };

  async function restore(step: Step): Promise<Written<ArmResource> | void> {
    const { signal, poller } = step;
    const { resource } = await arm.put(foundryAccountId(app), version, restoredAccountBody(app), {
      signal,
      onPoller: poller.onPoller,
    });
    // It came back as it had been, with whatever lay in it.
    if (resource && made.differs(resource, step).length === 0)
      return { state: resource, created: false };
    const written = await made.write?.(
      { ...step, poller: { onPoller: poller.onPoller } },
      resource,
    );
    return { ...written, created: false };
  }

  /** Who holds the subdomain, where that is a deleted account of this subscription. */
  async function holderOfSubdomain({ signal }: Step): Promise<ConflictError | undefined> {
    const kept = await arm.list(deletedAccountsPath(app.zone), version, { signal });
    const holder = kept.find(({ properties }) =>
      sameText(String(properties.customSubDomainName), names.foundrySubdomain),
    );
    if (!holder) return undefined;
    const [, group] = /\/resourceGroups\/([^/]+)/i.exec(holder.id) ?? [];
    return new ConflictError(
      `${made.title}: its subdomain ${names.foundrySubdomain} is held by the deleted account ${holder.name} of resource group ${group}, ${ownerOf(holder)}, ${until(holder)}. Wait until then, have the platform team restore or purge it, or choose another application name.`,
    );
  }

  return {
    ...made,
    async read(step) {
      const found = await made.read(step);
      if (!found) await findDeleted(step);
      return found;
    },
    async write(step, state) {
      try {
        return await made.write?.(step, state);
      } catch (error) {
        const code = error instanceof AzureError ? error.code : undefined;
        if (code === 'FlagMustBeSetForRestore' && (await findDeleted(step))) return restore(step);
        if (code === 'CustomDomainInUse' || code === 'SubdomainNameInUse')
          throw (await holderOfSubdomain(step).catch(() => undefined)) ?? error;
        throw error;
      }
    },
  };
}

function ownerOf({ tags }: ArmResource): string {
  const owner = tags?.[TAG_ENTITY];
  return owner ? `which belonged to ${owner}` : 'which was not the portal’s';
}

function until({ properties }: ArmResource): string {
  const date = new Date(String(properties.scheduledPurgeDate));
  if (Number.isNaN(date.getTime())) return 'for at most 48 hours';
  return `until ${date.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
