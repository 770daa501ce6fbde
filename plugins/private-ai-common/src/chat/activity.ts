import type { ActivityMessage } from '@ag-ui/core';
import type { Account } from './account';
import { budget } from './budget';
import type { Warn } from './enforce';
import type { ChatEvent } from './event';
import { extentOf } from './extent';
import { positionOf, withMessage, withMetadata } from './messages';
import { patched } from './patch';
import type { Transcript } from './transcript';

type Messages = Transcript;

/** Makes or replaces an activity; `replace: false` leaves one that exists as it stands. */
export function snapshotActivity(
  messages: Messages,
  event: ChatEvent<'ACTIVITY_SNAPSHOT'>,
  account: Account,
): Messages {
  const at = positionOf(messages, event.messageId);
  const there = messages.at(at);
  const before = there?.role === 'activity' ? there : undefined;
  if (before && event.replace === false) {
    return withMessage(messages, at, message => withMetadata(message, event));
  }
  const replaced = extentOf(before?.content, budget.activities);
  account.work(replaced.steps);
  account.activities(
    extentOf(event.content, budget.activities).size - (before ? replaced.size : 0),
  );
  const made = withMetadata<ActivityMessage>(
    {
      id: event.messageId,
      role: 'activity',
      activityType: event.activityType,
      content: event.content,
      ...(before?.metadata === undefined ? {} : { metadata: before.metadata }),
      ...(event.subagentRunId === undefined ? {} : { subagentRunId: event.subagentRunId }),
    },
    event,
  );
  return at < 0 ? messages.plus(made) : messages.with(at, made);
}

export function patchActivity(
  messages: Messages,
  event: ChatEvent<'ACTIVITY_DELTA'>,
  account: Account,
  warn: Warn,
): Messages {
  const at = positionOf(messages, event.messageId);
  const activity = messages.at(at);
  if (activity?.role !== 'activity') {
    warn(`ACTIVITY_DELTA: there is no activity ${event.messageId}, it was skipped.`);
    return messages;
  }
  const beside = account.spent.activities;
  const next = patched(activity.content, event.patch, { account, limit: 'activities', beside });
  if ('problem' in next) {
    warn(`Failed to apply activity patch to ${event.messageId}: ${next.problem}`);
    return messages;
  }
  account.activities(next.grew);
  const changed = { ...activity, activityType: event.activityType, content: next.value };
  return messages.with(at, withMetadata(changed, event));
}
