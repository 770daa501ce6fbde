import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  privateAiAppReadPermission,
  privateAiAppUpdatePermission,
  type AppPreview,
  type PreviewStart,
} from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { locateApp } from '../app/location';
import { audited } from '../audit/audited';
import { startedAs, startOf } from '../audit/events';
import type { CommitsTold } from '../git/commitsTold';
import { commitsOf } from '../inventory/commitsOf';
import type { Gate } from '../outages/gate';
import { standingPreview } from '../kubernetes/standingPreview';
import { readKey } from '../operations/idempotencyKey';
import { askedEntity, type Access } from '../permissions/access';
import { jsonBody } from '../permissions/jsonBody';
import { whoAsks } from '../permissions/whoAsks';
import { inTime } from '../time/inTime';
import { previewOf } from './previewStanding';
import { startRelease, type ReleaseDeps } from './releaseStarts';

/** Milliseconds for what has to be asked of others. */
const patience = 20_000;

/**
 * `…/apps/:kind/:namespace/:name/preview`: the commit that runs beside the application, and the start of another. What ends it is
 * an operation like others.
 */
export function createPreviewRouter(
  deps: ReleaseDeps & {
    access: Access;
    auditor: AuditorService;
    gate: Gate;
    told: CommitsTold;
    /** Hours that a preview stands. */
    hours: number;
  },
): Router {
  const { access, auditor, zones, store, clusterFor, gate, integrations, told, hours } = deps;
  const router = PromiseRouter();
  const path = '/apps/:kind/:namespace/:name/preview';

  router.get(path, async (request, response) => {
    const { entity } = await access.app(request, privateAiAppReadPermission);
    const at = locateApp(entity, zones);
    const cluster = clusterFor(at.zone);
    await gate.now(at, cluster);
    const preview = await inTime(`The cluster of ${at.zone.title}`, patience, async signal => {
      const standing = await standingPreview(at, cluster, signal);
      if (!standing) return undefined;
      const made = await store.newest(at.entityRef, ['preview']);
      return previewOf(standing, made, cluster, signal);
    });
    if (!preview) {
      response.json({ hours } satisfies AppPreview);
      return;
    }
    const commits = await commitsOf(entity, at.zone, [preview.commit], {
      ...{ integrations, told, problems: [], away: false },
    });
    const said = commits[preview.commit];
    response.json({
      hours,
      preview: { ...preview, ...(said && { told: said }) },
    } satisfies AppPreview);
  });

  router.post(path, jsonBody(16), async (request, response) => {
    const start = async () => {
      const { entity, credentials } = await access.app(request, privateAiAppUpdatePermission);
      const by = {
        requestedBy: whoAsks(credentials),
        idempotencyKey: readKey(request.header('idempotency-key')),
      };
      return inTime('The cluster or the git host', patience, signal =>
        startRelease(entity, readStart(request.body), by, { ...deps, signal }, 'preview'),
      );
    };
    const asked = startOf({ kind: 'preview', entityRef: askedEntity(request) });
    const operation = await audited({ auditor, request }, asked, start, startedAs);
    response.status(operation.state === 'queued' ? 201 : 200).json(operation);
  });

  return router;
}

function readStart(body: unknown): PreviewStart {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InputError('A preview is started with an object: { commit? }.');
  const { commit } = body as PreviewStart;
  return { commit };
}
