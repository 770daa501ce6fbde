import type { AuditorService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import {
  privateAiAppReadPermission,
  privateAiAppUpdatePermission,
  type AppReleases,
  type ReleaseStart,
} from '@private-ai/plugin-private-ai-common';
import type { Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { audited } from '../audit/audited';
import { startedAs, startOf } from '../audit/events';
import { askedEntity, type Access } from '../permissions/access';
import { asking } from '../inventory/asking';
import { locateApp } from '../app/location';
import { requireOwnNamespace } from '../kubernetes/ownership';
import { Asking, type Noticed } from '../outages/outages';
import { readKey } from '../operations/idempotencyKey';
import { whoAsks } from '../permissions/whoAsks';
import { askReleases } from './askReleases';
import { commitsOf } from '../inventory/commitsOf';
import type { CommitsTold } from '../git/commitsTold';
import { ownRepositoryOf } from '../git/ownSource';
import { headCommit } from '../git/headCommit';
import { historic, historyOf } from './history';
import { startRelease, type ReleaseDeps } from './releaseStarts';
import { jsonBody } from '../permissions/jsonBody';
import { inTime } from '../time/inTime';

/** Milliseconds for what has to be asked before a release is started. */
const patience = 20_000;

/**
 * `…/apps/:kind/:namespace/:name/releases`: what runs and ran, and the start of another. What can be gone back to is the
 * cluster's: it survives the portal's database, which knows who released it.
 */
export function createReleasesRouter(
  deps: ReleaseDeps & {
    access: Access;
    auditor: AuditorService;
    noticed: Noticed;
    /** What is known of commits. */
    told: CommitsTold;
  },
): Router {
  const { access, auditor, noticed, zones, store, clusterFor, integrations, told } = deps;
  const router = PromiseRouter();

  router.get('/apps/:kind/:namespace/:name/releases', async (request, response) => {
    const { entity } = await access.app(request, privateAiAppReadPermission);
    const at = locateApp(entity, zones);
    const { zone } = at;
    const cluster = clusterFor(zone);
    const problems: string[] = [];
    let foreign: Error | undefined;
    const systems = new Asking(zone, noticed);
    const askingCluster = systems.ask('cluster', async signal => {
      try {
        await requireOwnNamespace(cluster, at, signal);
      } catch (error) {
        if (!/^Not(Allowed|Found)Error$/.test((error as Error).name)) throw error;
        foreign = error as Error;
        return [];
      }
      return askReleases(at, cluster, signal);
    });
    const askingHead = asking(`The git host ${zone.git.host}`, problems, signal =>
      Promise.resolve().then(() => {
        const repository = ownRepositoryOf(entity, zone, integrations);
        return headCommit(repository, zone.git.type, { integrations, signal });
      }),
    );
    const [held, head] = await Promise.all([askingCluster, askingHead]);
    if (foreign) throw foreign;
    const operations = await store.list({ entityRef: at.entityRef, kinds: historic });
    const history = historyOf(held?.found, operations);
    const running = history.find(({ state }) => state === 'running')?.commit;
    const answer: AppReleases = {
      items: history,
      ...(head && { head }),
      commits: await commitsOf(entity, zone, [head, ...history.map(({ commit }) => commit)], {
        ...{ running, integrations, problems, told },
        // Who gave no answer just now is not asked twenty times more.
        away: head === undefined,
      }),
      outages: systems.outages(),
      problems,
    };
    response.json(answer);
  });

  router.post('/apps/:kind/:namespace/:name/releases', jsonBody(16), async (request, response) => {
    const start = async () => {
      const { entity, credentials } = await access.app(request, privateAiAppUpdatePermission);
      const by = {
        requestedBy: whoAsks(credentials),
        idempotencyKey: readKey(request.header('idempotency-key')),
      };
      return inTime('The cluster or the git host', patience, signal =>
        startRelease(entity, readStart(request.body), by, { ...deps, signal }),
      );
    };
    const asked = startOf({ kind: 'release', entityRef: askedEntity(request) });
    const operation = await audited({ auditor, request }, asked, start, startedAs);
    response.status(operation.state === 'queued' ? 201 : 200).json(operation);
  });

  return router;
}

function readStart(body: unknown): ReleaseStart {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new InputError('A release is started with an object: { commit?, image? }.');
  const { commit, image } = body as ReleaseStart;
  return { commit, image };
}
