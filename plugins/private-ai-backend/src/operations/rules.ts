import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  privateAiAppCreatePermission,
  privateAiAppDeletePermission,
  privateAiAppHandOverPermission,
  privateAiAppReadPermission,
  privateAiAppUpdatePermission,
  type Operation,
} from '@private-ai/plugin-private-ai-common';
import { entityIn } from '../app/owner';
import { sameText } from '../azure/resourceId';
import type { Access } from '../permissions/access';
import { whoAsks } from '../permissions/whoAsks';
import { provisioning } from './provisioners';
import { ownerRule, type OwnerRule } from './ownerRule';
import type { OperationStore } from './store';

type Asked = Pick<Operation, 'kind' | 'entityRef' | 'landingZone'>;
type Started = Asked & Pick<Operation, 'requestedBy'>;

/** Who may do what with operations, asked with the credentials of who asks. */
export interface OperationRules {
  /**
   * `alone`: allowed only for as long as nobody else has the entity provisioned.
   * @throws NotAllowedError
   */
  mayStart(credentials: BackstageCredentials, asked: Asked): Promise<{ alone: boolean }>;
  /** What it needs is what a start needs. @throws NotAllowedError */
  mayResume(credentials: BackstageCredentials, operation: Started): Promise<void>;
  /** The same. @throws NotAllowedError */
  mayCancel(credentials: BackstageCredentials, operation: Started): Promise<void>;
  /** Of what is provisioned; a sentence where it may not be. */
  ownerProblem: OwnerRule;
  /** @throws NotAllowedError */
  maySee(credentials: BackstageCredentials, entityRef: string): Promise<void>;
}

export function operationRules(deps: {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
  store: Pick<OperationStore, 'provisioners'>;
  /**
   * Asked once the permission is given.
   * @throws ConflictError for an application that the portal did not make
   */
  requireMade(entityRef: string): Promise<void>;
  claimsOf: Parameters<typeof ownerRule>[0]['claimsOf'];
  /** Whose an application was when it was last provisioned or handed over, as it is written where it lives. */
  recordedOwner(entityRef: string): Promise<string | undefined>;
}): OperationRules {
  const { access, store, requireMade, recordedOwner, claimsOf } = deps;

  const entityOf = entityIn(deps);
  // An entity that the asker may not see is no free name.
  const isKnown = async (entityRef: string) => (await entityOf(entityRef)) !== undefined;

  /**
   * The catalog may not have taken up yet what the same person has just had made, or has forgotten it again: who alone had
   * it made may still put it right and take it away. Everybody else needs the permission on the entity, and for one that
   * the catalog does not know a policy gives that to the platform team only.
   */
  async function mayTouch(
    credentials: BackstageCredentials,
    { kind, entityRef, landingZone, requestedBy }: Asked & Partial<Started>,
  ): Promise<void> {
    if (kind === 'hand-over') return mayHandOver(credentials, entityRef);
    if (!(await isKnown(entityRef))) {
      const asker = whoAsks(credentials);
      const makers = await store.provisioners(entityRef);
      // One's own wish that came to nothing is nobody's name, and may be tried again.
      const own = provisioning.includes(kind) && requestedBy === asker ? [asker] : [];
      if ([...makers, ...own].includes(asker) && makers.every(maker => maker === asker)) {
        await access.requireOn(credentials, privateAiAppCreatePermission, landingZone);
        return;
      }
    }
    const needed = kind === 'retire' ? privateAiAppDeletePermission : privateAiAppUpdatePermission;
    await access.requireOn(credentials, needed, entityRef);
  }

  /** To whom the catalog says that it belongs now has nothing to say in it. */
  async function mayHandOver(credentials: BackstageCredentials, entityRef: string): Promise<void> {
    const [recorded, claims] = await Promise.all([recordedOwner(entityRef), claimsOf(credentials)]);
    if (recorded && claims?.some(claim => sameText(claim, recorded))) return;
    await access.requireOf(credentials, privateAiAppHandOverPermission);
  }

  return {
    async mayStart(credentials, asked) {
      if (!provisioning.includes(asked.kind)) {
        await mayTouch(credentials, asked);
        if (asked.kind !== 'hand-over') await requireMade(asked.entityRef);
        return { alone: false };
      }
      await access.requireOn(credentials, privateAiAppCreatePermission, asked.landingZone);
      const makers = await store.provisioners(asked.entityRef);
      const others = makers.filter(maker => maker !== whoAsks(credentials));
      // What somebody else had made is no free name either, before the catalog knows it or after it has forgotten it.
      if (others.length > 0 || (await isKnown(asked.entityRef))) {
        await access.requireOn(credentials, privateAiAppUpdatePermission, asked.entityRef);
        await requireMade(asked.entityRef);
        return { alone: false };
      }
      return { alone: true };
    },
    async mayResume(credentials, operation) {
      await mayTouch(credentials, operation);
      if (operation.kind !== 'hand-over') await requireMade(operation.entityRef);
    },
    mayCancel: mayTouch,
    ownerProblem: ownerRule(deps),
    async maySee(credentials, entityRef) {
      await access.requireOn(credentials, privateAiAppReadPermission, entityRef);
    },
  };
}
