import { ConflictError } from '@backstage/errors';
import type { ArmClient, ArmResource } from '../azure/client';
import type { ManifestInput } from '../app/names';
import type { Resource } from '../engine/resource';
import { inProgress } from './armResource';
import { saidOf, type NamedInAzure } from './descriptor';

/** The account that a landing zone's applications share: it has to be there and usable, and is never written to. */
export function sharedAccount(
  of: NamedInAzure,
  app: ManifestInput,
  arm: ArmClient,
): Resource<ArmResource> {
  const said = saidOf(of, of.name(app));
  const { title } = said;
  const id = of.armId(app);
  const refuse = (what: string) =>
    new ConflictError(`${title}, which this landing zone's applications share, ${what}`);
  return {
    ...said,
    // It lies elsewhere than the application.
    ...{ dependsOn: [], within: undefined },
    async read({ signal }) {
      const found = await arm.get(id, of.type.apiVersion, signal);
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
