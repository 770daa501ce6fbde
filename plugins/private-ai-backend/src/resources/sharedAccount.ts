import { ConflictError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { foundryAccountId } from '../azure/foundryAccount';
import type { ManifestInput } from '../app/names';
import { inProgress } from './armResource';
import type { Resource } from '../engine/resource';

/** The account that a landing zone's applications share: it has to be there and usable, and is never written to. */
export function sharedAccountResource(app: ManifestInput, arm: ArmClient): Resource<ArmResource> {
  const name = app.names.foundryAccount;
  const title = `Foundry account ${name}`;
  const id = foundryAccountId(app);
  const refuse = (what: string) =>
    new ConflictError(`${title}, which this landing zone's applications share, ${what}`);
  return {
    id: 'foundry-account',
    type: 'Foundry account',
    name,
    title,
    dependsOn: [],
    async read({ signal }) {
      const found = await arm.get(id, apiVersions.cognitiveServices, signal);
      if (found) return found;
      throw refuse(
        `does not exist: the platform team has to make it, or correct foundry.accountId (${id}).`,
      );
    },
    waitsFor: ({ properties }) => inProgress(properties.provisioningState),
    differs({ properties }) {
      const state = properties.provisioningState;
      if (!/^Succeeded$/i.test(String(state)) && !inProgress(state))
        throw refuse(`is in the state ${state}: the platform team has to repair it first.`);
      if (!properties.customSubDomainName)
        throw refuse('has no subdomain of its own, without which Entra cannot be used with it.');
      return [];
    },
  };
}
