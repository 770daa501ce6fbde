import { createServer } from 'node:http';
import type { AuthService } from '@backstage/backend-plugin-api';
import { mockErrorHandler, mockServices } from '@backstage/backend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express, { type Router } from 'express';
import { Access } from '../permissions/access';
import { weather } from './app';
import { listening } from './listening';

/** What routers are made from. */
export interface Rooms {
  access: Access;
  auth: AuthService;
  catalog: CatalogService;
}

/**
 * Some of the portal's routers over real HTTP, behind its own access.
 * @param options - `allows` is asked with what a permission is about; everything is allowed when left out
 */
export async function portal(
  routers: (rooms: Rooms) => Router | Router[],
  options: { entities?: Entity[]; allows?: (about?: string) => boolean } = {},
) {
  const { entities = [weather], allows = () => true } = options;
  const auth = mockServices.auth();
  const catalog = catalogServiceMock({ entities });
  const permissions = mockServices.permissions.mock({
    authorize: async requests =>
      requests.map(request => ({
        result: allows('resourceRef' in request ? request.resourceRef : undefined)
          ? AuthorizeResult.ALLOW
          : AuthorizeResult.DENY,
      })),
  });
  const access = new Access({ auth, httpAuth: mockServices.httpAuth(), permissions, catalog });
  const app = express().use(routers({ access, auth, catalog })).use(mockErrorHandler());
  const { url, close } = await listening(createServer(app));
  return {
    close,
    /** @param ask - `as` is the name of who asks */
    ask(path: string, ask: { body?: unknown; as?: string; signal?: AbortSignal } = {}) {
      const { body, as = 'ana', signal } = ask;
      const headers = { authorization: `Bearer mock-user-token:{"sub":"user:default/${as}"}` };
      if (body === undefined) return fetch(url + path, { headers, signal });
      return fetch(url + path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal,
      });
    },
  };
}
