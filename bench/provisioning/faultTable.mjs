// Every fault of the matrix: to which calls it can happen, the rules that make it, and how the portal is to end.

/**
 * How a case ends: `itself` it converges; `refused` with its sentence, and converges when it is resumed after the fault is
 * gone; `cancelled` and `killed` likewise, after what the harness does when the rule has struck.
 */
const write = ({ kind }) => kind === 'write';
const removal = ({ kind }) => kind === 'removal';
const changes = call => write(call) || removal(call);
const anyCall = () => true;
const readAfterWrite = ({ kind, status, nth, of }) =>
  kind === 'read' && status === 200 && !(of === 'service-connector' && nth === 0);

const rule = (
  call,
  answer,
  { times = 1, method = call.method, skip = call.nth, name, after } = {},
) => ({
  ...(name && { name }),
  match:
    call.kind === 'poll'
      ? { room: 'arm', operationOf: call.pattern }
      : {
          room: 'arm',
          method,
          path: call.pattern,
          ...(skip > 0 && { skip }),
          ...(after && { after }),
        },
  times,
  answer,
});
const refusal = (status, code, message = 'Said by the bench.') => ({ status, code, message });

/** What Azure answers to a child of something so new that it is not known everywhere. */
const parentUnknown = {
  identity: 'ResourceGroupNotFound',
  'foundry-account': 'ResourceGroupNotFound',
  'private-endpoint': 'ResourceGroupNotFound',
  'foundry-project': 'ParentResourceNotFound',
  'model-deployment': 'ParentResourceNotFound',
  'dns-zone-group': 'ParentResourceNotFound',
};

/** A conflict that stays, and what the portal says of it. */
const finalConflict = {
  'resource-group': ['InvalidResourceGroupLocation', /lies in another region/],
  identity: ['InvalidResourceLocation', /lies in another region/],
  'foundry-account': ['InvalidResourceLocation', /lies in another region/],
  'foundry-project': ['PropertyChangeNotAllowed', /does not let change/],
  'model-deployment': ['InsufficientQuota', /too little quota/],
  'private-endpoint': ['InvalidResourceLocation', /lies in another region/],
  'dns-zone-group': ['NeverHeardOf', /Azure refused it: .*NeverHeardOf/],
  'role-assignment': ['RoleAssignmentUpdateNotPermitted', /stands for another principal or role/],
  'service-connector': ['ExtensionOperationFailed', /extension in the cluster does not come up/],
};

const stays = call =>
  removal(call) ? ['ScopeLocked', /has to take the lock away/] : finalConflict[call.of];

/** Types whose tags or size a change of the application writes again. */
const changeable =
  /^(resource-group|identity|foundry-account|foundry-project|model-deployment|private-endpoint)$/;
const stateless = /^(identity|role-assignment|federated-credential)$/;
/** Gone when it is answered. */
const atOnce = call =>
  removal(call) && /^(foundry-account|foundry-project|model-deployment)$/.test(call.of);

export const faults = [
  {
    name: '429 with Retry-After',
    hits: anyCall,
    rules: call => [
      rule(call, { ...refusal(429, 'TooManyRequests'), retryAfter: 1 }, { times: 2 }),
    ],
    ends: 'itself',
  },
  {
    name: '500',
    hits: anyCall,
    rules: call => [rule(call, refusal(500, 'InternalServerError'), { times: 2 })],
    ends: 'itself',
  },
  {
    name: '503',
    hits: anyCall,
    rules: call => [rule(call, refusal(503, 'ServiceUnavailable'), { times: 2 })],
    ends: 'itself',
  },
  {
    name: 'reset before',
    hits: anyCall,
    rules: call => [rule(call, { reset: true })],
    ends: 'itself',
  },
  {
    name: 'reset after',
    why: 'what changes nothing has no after',
    hits: changes,
    rules: call => [rule(call, { reset: 'after' })],
    ends: 'itself',
  },
  { name: 'hang', hits: anyCall, rules: call => [rule(call, { hang: true })], ends: 'itself' },
  {
    name: 'hang after',
    why: 'what changes nothing has no after',
    hits: changes,
    rules: call => [rule(call, { hang: 'after' })],
    ends: 'itself',
  },
  {
    name: '404 after 201, of its parent',
    why: 'nothing that was just made is named in it',
    hits: call => write(call) && call.of in parentUnknown,
    rules: call => [rule(call, refusal(404, parentUnknown[call.of]), { times: 2 })],
    ends: 'itself',
  },
  {
    name: '404 after 201, of itself',
    why: 'it is not read after it was made',
    hits: call => write(call) || readAfterWrite(call),
    rules: call => [
      ...(write(call) ? [rule(call, { reset: 'after' })] : []),
      rule(call, { stale: true }, { method: 'GET', skip: 0 }),
    ],
    ends: 'itself',
  },
  {
    name: 'stale read',
    why: 'nothing of it changes when the application does',
    hits: call => write(call) && changeable.test(call.of),
    // The application is there, and is changed: a look after the change shows what was before.
    change: { templateVersion: '2', capacity: 2 },
    rules: call => {
      const name = `the change at ${call.pattern}`;
      return [
        rule(call, { reset: 'after' }, { name }),
        // However often it was looked at before: on a busy machine a plan's look is soon too old to be gone by.
        rule(call, { stale: true }, { method: 'GET', skip: 0, after: name }),
      ];
    },
    ends: 'itself',
  },
  {
    name: 'PrincipalNotFound',
    why: 'it names no principal',
    hits: call => write(call) && call.of === 'role-assignment',
    rules: call => [rule(call, refusal(400, 'PrincipalNotFound'), { times: 3 })],
    ends: 'itself',
  },
  {
    name: 'AccountProvisioningStateInvalid',
    why: 'it neither lies in the account nor leads to it',
    hits: call =>
      write(call) && /^(foundry-project|model-deployment|private-endpoint)$/.test(call.of),
    rules: call => [
      rule(call, refusal(400, 'AccountProvisioningStateInvalid', 'Account is in state Accepted.'), {
        times: 3,
      }),
    ],
    ends: 'itself',
  },
  {
    name: '409 that passes',
    why: 'Azure does not refuse a read because of another operation',
    hits: changes,
    rules: call => [rule(call, refusal(409, 'AnotherOperationInProgress'), { times: 2 })],
    ends: 'itself',
  },
  {
    name: '409 that stays',
    why: 'Azure does not refuse a read because of another operation',
    hits: changes,
    rules: call => [rule(call, refusal(409, stays(call)[0]))],
    ends: 'refused',
    says: call => stays(call)[1],
  },
  {
    name: '409 of a foreign name',
    why: 'only a role can have been given under another name',
    hits: call => write(call) && call.of === 'role-assignment',
    // There is no rule: the role is there, and somebody else's name is on it.
    foreign: true,
    rules: () => [],
    ends: 'itself',
  },
  {
    name: 'operation Failed',
    why: 'it has no operation and no state',
    hits: call => changes(call) && !stateless.test(call.of) && !atOnce(call),
    rules: call => [
      rule(call, { failsLater: { code: 'InternalServerError', message: 'It broke.' } }),
    ],
    ends: 'itself',
  },
  {
    name: 'operation Failed twice',
    why: 'it has no operation and no state',
    hits: call => write(call) && !stateless.test(call.of),
    rules: call => [
      rule(
        call,
        { failsLater: { code: 'InternalServerError', message: 'It broke.' } },
        { times: 2 },
      ),
    ],
    ends: 'refused',
    says: () => /failed twice\. .*Resume the operation later/,
  },
  {
    name: 'cancel',
    hits: anyCall,
    rules: call => [rule(call, { hang: true })],
    ends: 'cancelled',
    says: () =>
      /^Cancelled\. .*resume it to go on|^Stopped before everything was (there|gone)\. .*(Resume|Start again) to go on/,
  },
  {
    name: 'cancel after',
    why: 'what changes nothing has no after',
    hits: changes,
    rules: call => [rule(call, { hang: 'after' })],
    ends: 'cancelled',
    says: () =>
      /^Cancelled\. .*resume it to go on|^Stopped before everything was (there|gone)\. .*(Resume|Start again) to go on/,
  },
  { name: 'kill -9', hits: anyCall, rules: call => [rule(call, { hang: true })], ends: 'killed' },
  {
    name: 'kill -9 after',
    why: 'what changes nothing has no after',
    hits: changes,
    rules: call => [rule(call, { hang: 'after' })],
    ends: 'killed',
  },
];

/** How many writes may be taken, or go unanswered, at most: the fault keeps some from effect, or hides one. */
export const writesAllowed = ({ call, fault, rules }) => {
  if (removal(call)) return 0;
  const undisturbed = fault.foreign ? 0 : fault.change ? 6 : 9;
  const lost = rules.filter(
    ({ match, answer }) =>
      'stale' in answer ||
      (match.method === 'PUT' &&
        !('slowly' in answer) &&
        !('status' in answer) &&
        answer.reset !== 'after' &&
        answer.hang !== 'after'),
  );
  return undisturbed + lost.reduce((sum, { times }) => sum + times, 0);
};

/** The rules of one case; `call.pattern` is the call's for the case's application. */
export const rulesFor = (fault, call) => [
  // So that there is something to poll: the engine also looks at the resource itself, and on a busy machine such a look may be
  // answered so late that it finds a short operation at its end.
  ...(call.kind === 'poll'
    ? [rule({ ...call, kind: 'write', method: 'PUT' }, { slowly: { moreMs: 6000 } })]
    : []),
  ...fault.rules(call),
];
