import type {
  AuthService,
  BackstageCredentials,
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import {
  AuthorizeResult,
  type BasicPermission,
  type ResourcePermission,
} from '@backstage/plugin-permission-common';
import type { Request } from 'express';

/** Who asks, and the entity that they may ask about. */
export interface Granted {
  credentials: BackstageCredentials;
  entity: Entity;
  entityRef: string;
}

/** Which entity `/apps/:kind/:namespace/:name` asks about, whether there is one or not. */
export function askedEntity({
  params: { kind, namespace, name },
}: Pick<Request, 'params'>): string {
  return stringifyEntityRef({ kind, namespace, name });
}

/** The one gate of the HTTP API: permissions are asked with the credentials of who asks. */
export class Access {
  readonly #deps: {
    auth: AuthService;
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
    catalog: CatalogService;
  };

  constructor(deps: {
    auth: AuthService;
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
    catalog: CatalogService;
  }) {
    this.#deps = deps;
  }

  /** Users and other plugins; nobody else. */
  credentials(request: Request): Promise<BackstageCredentials> {
    return this.#deps.httpAuth.credentials(request, { allow: ['user', 'service'] });
  }

  /** @throws NotAllowedError */
  async require(request: Request, permission: BasicPermission): Promise<BackstageCredentials> {
    const credentials = await this.credentials(request);
    await this.requireOf(credentials, permission);
    return credentials;
  }

  /** The same of who is known already. @throws NotAllowedError */
  async requireOf(credentials: BackstageCredentials, permission: BasicPermission): Promise<void> {
    const [{ result }] = await this.#deps.permissions.authorize([{ permission }], { credentials });
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You need the permission ${permission.name}: ask the platform team.`,
      );
    }
  }

  /** @throws NotAllowedError */
  async requireOn(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
    resourceRef: string,
  ): Promise<void> {
    const [{ result }] = await this.#deps.permissions.authorize([{ permission, resourceRef }], {
      credentials,
    });
    if (result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `You need the permission ${permission.name} on ${resourceRef}: ask its owner or the platform team.`,
      );
    }
  }

  /** On which of these somebody has a permission, asked at once. */
  async allowedOn(
    credentials: BackstageCredentials,
    permission: ResourcePermission,
    resourceRefs: readonly string[],
  ): Promise<Set<string>> {
    if (resourceRefs.length === 0) return new Set();
    const decisions = await this.#deps.permissions.authorize(
      resourceRefs.map(resourceRef => ({ permission, resourceRef })),
      { credentials },
    );
    return new Set(
      resourceRefs.filter((_, index) => decisions[index].result === AuthorizeResult.ALLOW),
    );
  }

  /**
   * The entity of `/apps/:kind/:namespace/:name`, once the permission is granted on it.
   * @throws NotFoundError, NotAllowedError
   */
  async app(request: Request, permission: ResourcePermission): Promise<Granted> {
    const credentials = await this.credentials(request);
    const asked = askedEntity(request);
    const entity = await this.#deps.catalog.getEntityByRef(asked, { credentials });
    if (!entity) throw new NotFoundError(`There is no entity ${asked} that you may see.`);
    const entityRef = stringifyEntityRef(entity);
    await this.requireOn(credentials, permission, entityRef);
    return { credentials, entity, entityRef };
  }
}
