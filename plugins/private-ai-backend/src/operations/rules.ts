import type { AuthService, BackstageCredentials } from '@backstage/backend-plugin-api';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  privateAiAppCreatePermission,
  privateAiAppReadPermission,
  privateAiAppUpdatePermission,
  type OperationKind,
} from '@private-ai/plugin-private-ai-common';
import type { Access } from '../access';
import type { OperationStore } from './store';

/** Who may do what with operations, asked with the credentials of who asks. */
export interface OperationRules {
  /** @throws NotAllowedError */
  mayStart(
    credentials: BackstageCredentials,
    asked: { kind: OperationKind; entityRef: string; landingZone: string },
  ): Promise<void>;
  /** Cancel and resume. @throws NotAllowedError */
  mayChange(
    credentials: BackstageCredentials,
    operation: { entityRef: string; landingZone: string },
  ): Promise<void>;
  /** @throws NotAllowedError */
  maySee(credentials: BackstageCredentials, entityRef: string): Promise<void>;
}

export function operationRules(deps: {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
  store: OperationStore;
}): OperationRules {
  const { access, auth, catalog, store } = deps;

  // With the plugin's own eyes: an entity that the asker may not see is no free name.
  async function isKnown(entityRef: string): Promise<boolean> {
    const credentials = await auth.getOwnServiceCredentials();
    return (await catalog.getEntityByRef(entityRef, { credentials })) !== undefined;
  }

  /** Whose an entity is that the catalog does not know: of who had it provisioned, as long as nobody else did. */
  async function provisioners(entityRef: string): Promise<Set<string>> {
    const operations = await store.list(entityRef);
    return new Set(
      operations.flatMap(({ kind, requestedBy }) => (kind === 'provision' ? [requestedBy] : [])),
    );
  }

  /** The catalog may not have taken up yet what the same person has just had made. */
  async function mayUpdate(
    credentials: BackstageCredentials,
    { entityRef, landingZone }: { entityRef: string; landingZone: string },
  ): Promise<void> {
    if (!(await isKnown(entityRef))) {
      const [first, ...others] = await provisioners(entityRef);
      if (first === whoAsks(credentials) && others.length === 0) {
        await access.requireOn(credentials, privateAiAppCreatePermission, landingZone);
        return;
      }
    }
    await access.requireOn(credentials, privateAiAppUpdatePermission, entityRef);
  }

  return {
    async mayStart(credentials, asked) {
      if (asked.kind !== 'provision') {
        await mayUpdate(credentials, asked);
        return;
      }
      await access.requireOn(credentials, privateAiAppCreatePermission, asked.landingZone);
      const others = await provisioners(asked.entityRef);
      others.delete(whoAsks(credentials));
      // What somebody else had made is no free name either, before the catalog knows it or after it has forgotten it.
      if (others.size > 0 || (await isKnown(asked.entityRef))) {
        await access.requireOn(credentials, privateAiAppUpdatePermission, asked.entityRef);
      }
    },
    mayChange: mayUpdate,
    async maySee(credentials, entityRef) {
      await access.requireOn(credentials, privateAiAppReadPermission, entityRef);
    },
  };
}

/** The user's entity reference, or the plugin that asks for itself. */
export function whoAsks(credentials: BackstageCredentials): string {
  const principal = credentials.principal as { userEntityRef?: string; subject?: string };
  return principal.userEntityRef ?? principal.subject ?? 'unknown';
}
