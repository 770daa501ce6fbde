import { NotFoundError } from '@backstage/errors';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import { isOurs } from '../azure/tags';
import { builderId } from '../azure/userAssignedIdentity';
import { repositoryName } from '../app/imageRepository';
import type { ManifestInput } from '../app/names';
import type { Builder } from './registryTasks';

/**
 * Whom the application's images are built as: its builder, which carries both of the portal's marks. Undefined where the landing zone's
 * registry tells nobody apart.
 * @throws NotFoundError where provisioning has not made it
 */
export async function builderFor(
  app: Pick<ManifestInput, 'request' | 'names' | 'zone'>,
  arm: ArmClient,
  signal: AbortSignal,
): Promise<Builder | undefined> {
  const { request, names, zone } = app;
  if (zone.registry.permissions !== 'repositories') return undefined;
  const id = builderId(app);
  const found = await arm.get(id, apiVersions.identity, signal);
  if (!found || !isOurs(found.tags, request.entityRef))
    throw new NotFoundError(
      `The builder identity ${names.builder} of ${request.name} ${found ? 'is not the portal’s own' : 'does not exist'}: provision the application once more (Resume or Change on its page), then release again.`,
    );
  const { clientId } = found.properties as { clientId: string };
  // What tells one repository from another tells their runs apart, too.
  const taskRun = `private-ai-${repositoryName(request, zone).slice(-20)}`;
  return { identity: { id, clientId }, taskRun };
}
