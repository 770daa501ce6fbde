import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { privateAiPersonErasePermission, type Erasure } from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { Knex } from 'knex';
import { parseRef, readEntityRef } from '../app/entityRef';
import { audited } from '../audit/audited';
import { erasureOf } from '../audit/events';
import { deleteAll } from '../chat/forgetting';
import { eraseFromOperations } from '../operations/erasing';
import type { Access } from '../permissions/access';
import { jsonBody } from '../permissions/jsonBody';

/** `POST /erasures`: what the portal's database has of a person goes; needs `private-ai.person.erase`. */
export function createErasuresRouter(deps: {
  access: Access;
  auditor: AuditorService;
  knex: Knex;
}): Router {
  const { access, auditor, knex } = deps;
  const router = PromiseRouter();

  router.post('/erasures', jsonBody(16), async (request, response) => {
    const userRef = readUserRef(request.body?.userRef);
    const erase = async (): Promise<Erasure> => {
      await access.require(request, privateAiPersonErasePermission);
      const operations = await eraseFromOperations(knex, userRef);
      const { conversations } = await deleteAll(knex, { userRef });
      return { userRef, conversations, operations };
    };
    const counts = ({ conversations, operations }: Erasure) => ({ conversations, operations });
    response.json(await audited({ auditor, request }, erasureOf(userRef), erase, counts));
  });

  return router;
}

/** @throws InputError */
function readUserRef(value: unknown): string {
  if (parseRef(value, 'user')?.kind.toLowerCase() === 'user') return readEntityRef(value, 'user');
  throw new InputError('userRef must be a person, such as user:default/ana.');
}
