import type { FaultRoom } from './rooms.ts';
import type { Refusal } from './rule.ts';

const unaffected = { filtered: false, severity: 'safe' };

/** How each words an error; where they have no form of their own, as Resource Manager does. */
const bodies: Partial<Record<FaultRoom, (refusal: Required<Told>) => object>> = {
  cluster: ({ status, code, message }) => ({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message,
    reason: code,
    code: status,
  }),
  entra: ({ code, message }) => ({ error: code, error_description: message }),
  git: ({ message }) => ({ message }),
  registry: ({ code, message }) => ({ errors: [{ code, message, detail: null }] }),
  prometheus: ({ code, message }) => ({ status: 'error', errorType: code, error: message }),
  // What the service itself says has OpenAI's four keys; what its gateway says, such as 429, Azure's two.
  model: ({ status, code, message }) => {
    if (code === 'content_filter')
      return {
        error: {
          message,
          type: null,
          param: 'prompt',
          code,
          status,
          innererror: {
            code: 'ResponsibleAIPolicyViolation',
            content_filter_result: {
              hate: unaffected,
              jailbreak: { filtered: false, detected: false },
              self_harm: unaffected,
              sexual: unaffected,
              violence: { filtered: true, severity: 'medium' },
            },
          },
        },
      };
    if (status >= 500) return { error: { message, type: 'server_error', param: null, code: null } };
    return { error: { code, message } };
  },
};

type Told = Pick<Refusal, 'status' | 'code' | 'message'>;

/** The body of an error, in the words of who answers it. */
export function refusalBody(
  room: FaultRoom,
  { status, code = 'InternalServerError', message = 'The sandbox was told to fail.' }: Told,
): object {
  const told = { status, code, message };
  return bodies[room]?.(told) ?? { error: { code, message } };
}

/** What Prometheus answers of which it has nothing: a range asks for a matrix, a moment for a vector, the rest for a list. */
export function nothingFound(url: string): object {
  const [, asked] = /\/api\/v1\/(query(?:_range)?)(?:\?|$)/.exec(url) ?? [];
  if (!asked) return { status: 'success', data: [] };
  const resultType = asked === 'query' ? 'vector' : 'matrix';
  return { status: 'success', data: { resultType, result: [] } };
}
