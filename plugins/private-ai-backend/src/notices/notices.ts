import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import type { NotificationService } from '@backstage/plugin-notifications-node';
import { describedBy } from '../app/belonging';
import type { NotificationConfig } from '../config/notifications';
import type { EndedOperation } from '../operations/lease';
import { inTime } from '../time/inTime';
import { endOf, waitingOf, type Notice } from './notice';

/** Milliseconds for the notifications to be taken. */
const patienceMs = 10_000;

/** What people are told when they do not look. It fails nothing: what could not be told is in the portal's log. */
export interface Notices {
  /** An operation has ended here. */
  ended(operation: EndedOperation): Promise<void>;
  /** An agent asks something before it goes on, and nobody reads. */
  waits(run: { runId: string; entityRef: string; userRef: string }): Promise<void>;
}

/** Through Backstage's own notifications; a portal without them is told once that they are not there. */
export function noticesBy(deps: {
  notifications: NotificationService;
  config: NotificationConfig;
  /** An entity with the plugin's own eyes. */
  entityOf(entityRef: string): Promise<Entity | undefined>;
  logger: LoggerService;
}): Notices {
  const { notifications, config, entityOf, logger } = deps;
  const { enabled, language } = config;
  let failing = false;

  async function send(noticed: () => Promise<Notice> | Notice): Promise<void> {
    if (!enabled) return;
    try {
      await inTime('The notifications', patienceMs, async () => {
        const { recipients, payload } = await noticed();
        if (recipients.length === 0) return;
        await notifications.send({
          recipients: { type: 'entity', entityRef: [...new Set(recipients)] },
          payload,
        });
      });
      failing = false;
    } catch (error) {
      const hint =
        'set privateAi.notifications.enabled to false in a portal without @backstage/plugin-notifications-backend';
      if (!failing)
        logger.warn(
          `People are not notified of what ends, until it works again: ${error} (${hint})`,
        );
      failing = true;
    }
  }

  return {
    ended: operation =>
      send(async () => {
        const entity = await entityOf(operation.entityRef);
        return endOf(operation, entity ? describedBy(entity).owners : [], language);
      }),
    waits: run => send(() => waitingOf(run, language)),
  };
}
