import { createServer } from 'node:http';
import type { AuditorService, AuthService } from '@backstage/backend-plugin-api';
import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express, { type Router } from 'express';
import { Access } from '../permissions/access';
import { weather } from './app';
import { auditing } from './auditing';
import { listening } from './listening';

/** What routers are made from. */
export interface Rooms {
  access: Access;
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
}

/** `as` is the name of who asks; with a body it is a POST. */
interface Asking {
  body?: unknown;
  method?: 'DELETE';
  as?: string;
  signal?: AbortSignal;
}

/**
 * Some of the portal's routers over real HTTP, behind its own access.
 * @param options - `allows` is asked with what a permission is about, and its name; everything is allowed when left out
 */
export async function portal(
  routers: (rooms: Rooms) => Router | Router[],
  options: {
    entities?: Entity[];
    allows?: (about: string | undefined, permission: string) => boolean;
  } = {},
) {
  const { entities = [weather], allows = () => true } = options;
  const auth = mockServices.auth();
  const catalog = catalogServiceMock({ entities });
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(request => ({
        result: allows(
          'resourceRef' in request ? request.resourceRef : undefined,
          request.permission.name,
        )
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      })),
  });
  const { auditor, told } = await auditing();
  const access = new Access({ auth, httpAuth: mockServices.httpAuth(), permissions, catalog });
  const app = express().use(routers({ access, auditor, auth, catalog })).use(mockErrorHandler());
  const { url, close } = await listening(createServer(app));
  return {
    close,
    /** What the auditor was told. */
    told,
    ask(path: string, ask: Asking = {}) {
      const { body, method, as = 'ana', signal } = ask;
      const headers = { authorization: `Bearer mock-user-token:{"sub":"user:default/${as}"}` };
      if (body === undefined) return fetch(url + path, { method, headers, signal });
      return fetch(url + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal,
      });
    },
  };
}
