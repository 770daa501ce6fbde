import type { ActivityMessage } from '@ag-ui/core';
import type { Warn } from './enforce';
import type { ChatEvent, Message } from './event';
import { positionOf, withMessage, withMetadata } from './messages';
import { patched } from './patch';

type Messages = readonly Message[];

/** Makes or replaces an activity; `replace: false` leaves one that exists as it stands. */
export function snapshotActivity(
  messages: Messages,
  event: ChatEvent<'ACTIVITY_SNAPSHOT'>,
): Messages {
  const at = positionOf(messages, event.messageId);
  const before = messages[at]?.role === 'activity' ? messages[at] : undefined;
  if (before && event.replace === false) {
    return withMessage(messages, at, message => withMetadata(message, event));
  }
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
  return at < 0 ? [...messages, made] : withMessage(messages, at, () => made);
}

export function patchActivity(
  messages: Messages,
  event: ChatEvent<'ACTIVITY_DELTA'>,
  warn: Warn,
): Messages {
  const at = positionOf(messages, event.messageId);
  const activity = messages[at];
  if (activity?.role !== 'activity') {
    warn(`ACTIVITY_DELTA: there is no activity ${event.messageId}, it was skipped.`);
    return messages;
  }
  const next = patched(activity.content, event.patch);
  if ('problem' in next) {
    warn(`Failed to apply activity patch to ${event.messageId}: ${next.problem}`);
    return messages;
  }
  return withMessage(messages, at, () =>
    withMetadata({ ...activity, activityType: event.activityType, content: next.value }, event),
  );
}
