import { faultRooms, type FaultRoom } from './rooms.ts';
import type { FaultRule, WireFault } from './rule.ts';

/** A way in which a room is known to fail, to be turned on and off as one. */
interface Switch {
  /** For a person. */
  title: string;
  answer: WireFault;
  /** Left out: whatever it is asked. */
  path?: string;
}

const away = (message: string, code = 'ServiceUnavailable'): Switch => ({
  title: 'Away (503)',
  answer: { status: 503, code, message },
});
const hang: Switch = { title: 'Never answers', answer: { hang: true } };
const slow: Switch = { title: 'Slow (5 s)', answer: { delayMs: 5000 } };
const refused = (status: 401 | 403, code: string, message: string): Switch => ({
  title: status === 401 ? 'Not signed in (401)' : 'Not allowed (403)',
  answer: { status, code, message },
});
const throttled = (code: string, message: string): Switch => ({
  title: 'Too many requests (429)',
  answer: { status: 429, code, message, retryAfter: 7 },
});

const completions = '/chat/completions';

const rooms: Record<FaultRoom, { title: string; faults: Record<string, Switch> }> = {
  arm: {
    title: 'Azure Resource Manager',
    faults: {
      away: away('The service is temporarily unavailable. Please retry the request.'),
      hang,
      slow,
      throttled: throttled(
        'SubscriptionRequestsThrottled',
        'Number of requests for the subscription exceeded the limit. Please try again after 7 seconds.',
      ),
      forbidden: refused(
        403,
        'AuthorizationFailed',
        'The client does not have authorization to perform the action.',
      ),
    },
  },
  cluster: {
    title: 'The cluster',
    faults: {
      away: away('the server is currently unable to handle the request'),
      hang,
      slow,
      unauthorized: refused(401, 'Unauthorized', 'Unauthorized'),
      forbidden: refused(403, 'Forbidden', 'the request is forbidden'),
    },
  },
  entra: {
    title: 'Entra (sign-in and directory)',
    faults: {
      away: away(
        'AADSTS90033: A transient error has occurred. Please try again.',
        'temporarily_unavailable',
      ),
      hang,
      slow,
      unauthorized: refused(
        401,
        'invalid_client',
        'AADSTS7000222: The provided client secret keys are expired.',
      ),
    },
  },
  git: {
    title: 'The git host',
    faults: {
      away: away('Service Unavailable'),
      hang,
      slow,
      unauthorized: refused(401, 'Unauthorized', 'user does not exist [uid: 0, name: ]'),
    },
  },
  registry: {
    title: 'The registry',
    faults: {
      away: away('the registry is temporarily unavailable', 'UNAVAILABLE'),
      hang,
      slow,
      unauthorized: refused(401, 'UNAUTHORIZED', 'authentication required'),
    },
  },
  model: {
    title: 'The model',
    faults: {
      throttled: {
        ...throttled(
          'RateLimitReached',
          'Your requests have exceeded the token rate limit of your current capacity. Please retry after 7 seconds.',
        ),
        path: completions,
      },
      filtered: {
        title: 'Content filter (400)',
        answer: {
          status: 400,
          code: 'content_filter',
          message:
            "The response was filtered due to the prompt triggering Azure OpenAI's content management policy. Please modify your prompt and retry. To learn more about our content filtering policies please read our documentation: https://go.microsoft.com/fwlink/?linkid=2198766",
        },
        path: completions,
      },
      failed: {
        title: 'Fails (500)',
        answer: {
          status: 500,
          message: 'The server had an error while processing your request. Sorry about that!',
        },
      },
      hang,
      slow,
    },
  },
  prometheus: {
    title: 'Prometheus',
    faults: {
      away: away('service unavailable', 'unavailable'),
      hang,
      slow,
      unauthorized: refused(401, 'unauthorized', 'the token is missing or has expired'),
      forbidden: refused(403, 'forbidden', 'the identity may not read this workspace'),
      empty: { title: 'Has nothing', answer: { empty: true } },
    },
  },
};

const nameOf = (room: FaultRoom, fault: string) => `switch ${room} ${fault}`;

/** Which of a room's faults a rule is, where the room's switch has set it. */
const faultOf = ({ name }: FaultRule, room: FaultRoom): string | undefined =>
  Object.keys(rooms[room].faults).find(fault => name === nameOf(room, fault));

/** Whether a rule is what a room's switch has set. */
export const isSwitchOf = (rule: FaultRule, room: FaultRoom) => faultOf(rule, room) !== undefined;

/** @throws with a sentence when the room has no such fault */
export function switchRule(room: FaultRoom, fault: unknown): FaultRule {
  const { faults } = rooms[room];
  if (typeof fault !== 'string' || !Object.hasOwn(faults, fault))
    throw new Error(`The room ${room} has no fault ${fault}: ${Object.keys(faults).join(', ')}.`);
  const { answer, path } = faults[fault];
  return { name: nameOf(room, fault), match: { room, ...(path && { path }) }, answer };
}

/** Every room with its faults: which of them is on, and how often that has struck; `others` counts rules set in another way. */
export const switchesOf = (rules: (FaultRule & { struck: number })[]) =>
  faultRooms.map(room => {
    const { title, faults } = rooms[room];
    const set = rules.find(rule => isSwitchOf(rule, room));
    return {
      room,
      title,
      faults: Object.entries(faults).map(([name, one]) => ({ name, title: one.title })),
      on: set && faultOf(set, room),
      struck: set?.struck ?? 0,
      others: rules.filter(rule => rule.match.room === room && rule !== set).length,
    };
  });
