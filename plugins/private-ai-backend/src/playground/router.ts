import type { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { privateAiAppCreatePermission } from '@private-ai/plugin-private-ai-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { audited } from '../audit/audited';
import { trialOf } from '../audit/events';
import type { LandingZone } from '../config/landingZone';
import { requireZone } from '../config/zones';
import type { Access } from '../permissions/access';
import { jsonBody } from '../permissions/jsonBody';
import { whoAsks } from '../permissions/whoAsks';
import { beginEvents } from '../sse/beginEvents';
import { OpenTrials } from './openTrials';
import { sideBySide } from './sideBySide';
import { parseTrial } from './trial';
import { TrialRefusal } from './trialRefusal';

/** Kilobytes of the longest instructions and question, in the widest letters. */
const mostKilobytes = 64;

/**
 * `POST /playground`: one question to models of a landing zone that who asks may create in. Nothing of it is kept.
 * @param deps - `ca`: trusted beside Node's own (PEM)
 */
export function createPlaygroundRouter(deps: {
  access: Access;
  auditor: AuditorService;
  logger: LoggerService;
  zones: readonly LandingZone[];
  azureFor(zone: LandingZone): { token(scope: string): Promise<string> };
  ca?: string;
}): Router {
  const { access, auditor, zones } = deps;
  const open = new OpenTrials();
  const router = PromiseRouter();

  router.post('/playground', jsonBody(mostKilobytes), async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      if (error instanceof TrialRefusal && error.retryAfter !== undefined)
        response.set('retry-after', `${error.retryAfter}`);
      throw error;
    }
  });

  async function answer(request: Request, response: Response): Promise<void> {
    const credentials = await access.credentials(request);
    const named = String(request.body?.landingZone ?? '');
    await access.requireOn(credentials, privateAiAppCreatePermission, named);
    const zone = requireZone(zones, named);
    const { playground } = zone;
    if (!playground)
      throw new NotFoundError(
        `The landing zone ${zone.title} has no playground: the platform team sets playground.endpoint in its configuration.`,
      );
    const trial = parseTrial(request.body, zone);
    const giveBack = open.take(whoAsks(credentials), Date.now());
    try {
      const models = trial.models.map(({ deployment }) => deployment);
      await audited(
        { auditor, request },
        trialOf({ landingZone: zone.name, models }),
        async () => {
          const stream = beginEvents(response);
          const counts = await sideBySide(trial, playground, {
            ...deps,
            token: scope => deps.azureFor(zone).token(scope),
            tell: event => stream.send({ data: event }),
            signal: stream.left,
          });
          stream.end();
          return counts;
        },
        counts => ({ ...counts }),
      );
    } finally {
      giveBack();
    }
  }

  return router;
}
