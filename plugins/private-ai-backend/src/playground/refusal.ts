import { say, type Sentence } from '@private-ai/plugin-private-ai-common';
import { secondsOf } from '../azure/retryAfter';

/** Why a model gave no answer, or no whole one. What it said itself is not told: it may repeat the question. */
export class ModelRefusal extends Error {
  override readonly name = 'ModelRefusal';
  readonly sentence: Sentence;

  constructor(sentence: Sentence, options?: ErrorOptions) {
    super(sentence.code, options);
    this.sentence = sentence;
  }
}

/** Seconds to wait where a refusal for too many tokens names none: they are counted by the minute. */
const aMinute = 60;

interface ErrorBody {
  error?: { code?: unknown; message?: unknown; innererror?: { code?: unknown } };
}

/**
 * An answer that is none, as Azure OpenAI words it.
 * @param body - the beginning of it
 */
export function refusalOf(
  status: number,
  body: string,
  { deployment, retryAfter }: { deployment: string; retryAfter?: string },
): Sentence {
  const { error } = parsed(body);
  const code = typeof error?.code === 'string' ? error.code : '';
  switch (status) {
    case 400:
      return isFiltered(code) || isFiltered(error?.innererror?.code)
        ? say('trial-filtered')
        : say('trial-refused', { code: /^\w{1,60}$/.test(code) ? code : '400' });
    case 401:
      return say(code === 'PermissionDenied' ? 'trial-no-role' : 'trial-sign-in');
    case 403:
      return /public access|virtual network|firewall/i.test(String(error?.message))
        ? say('trial-no-network')
        : say('trial-no-role');
    case 404:
      return code === 'DeploymentNotFound'
        ? say('trial-no-deployment', { deployment })
        : say('trial-no-account');
    case 429:
      return say('trial-throttled', {
        seconds: String(Math.ceil(secondsOf(retryAfter) ?? aMinute)),
      });
    default:
      return say('trial-failed', { status: String(status) });
  }
}

/** The names under which the filter refuses a question: in the error, and within it. */
const isFiltered = (code: unknown) =>
  code === 'content_filter' || code === 'ResponsibleAIPolicyViolation';

/** The request never got an answer. */
export function unreachable(cause: Error): ModelRefusal {
  const { code = 'no connection' } = cause as NodeJS.ErrnoException;
  return new ModelRefusal(say('trial-unreachable', { code }), { cause });
}

function parsed(body: string): ErrorBody {
  try {
    return (JSON.parse(body) ?? {}) as ErrorBody;
  } catch {
    return {};
  }
}
