import { ServiceUnavailableError } from '@backstage/errors';
import { ofCause } from '../redaction/ofCause';

/** A series of a range query, or of an instant query with one point. */
interface PrometheusSeries {
  labels: Record<string, string>;
  /** `[unix seconds, value]`; what is no number is left out. */
  points: [number, number][];
}

/** The query API that Prometheus and an Azure Monitor workspace share. */
export interface Prometheus {
  /** @throws ServiceUnavailableError with a sentence that a person can act on */
  range(
    query: string,
    range: { start: number; end: number; step: number },
  ): Promise<PrometheusSeries[]>;
  instant(query: string, time: number): Promise<PrometheusSeries[]>;
}

/** It gave no answer at all. */
class PrometheusAwayError extends ServiceUnavailableError {}

/** It answered, and not what was asked for. */
class PrometheusRefusal extends ServiceUnavailableError {
  /** What the portal's own API answers when this reaches it. */
  readonly statusCode = 503;
  /** Of Prometheus' answer. */
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Whether it may answer the same question later, with nothing done about it. */
export const passesByItself = (error: unknown): boolean =>
  error instanceof PrometheusAwayError ||
  (error instanceof PrometheusRefusal && (error.status === 429 || error.status >= 500));

/** Whether it answered that it does not answer such a question, whoever asks and when. */
export const isRejected = (error: unknown): boolean =>
  error instanceof PrometheusRefusal &&
  !passesByItself(error) &&
  ![401, 403].includes(error.status);

interface Answer {
  status?: string;
  error?: string;
  data?: {
    result?: {
      metric: Record<string, string>;
      values?: [number, string][];
      value?: [number, string];
    }[];
  };
}

/** @param timeout - milliseconds for one query */
export function createPrometheus(options: {
  url: string;
  /** Of the portal's identity; none where Prometheus asks for no sign-in. */
  token?(): Promise<string>;
  timeout?: number;
}): Prometheus {
  const { token, timeout = 10_000 } = options;
  const base = options.url.replace(/\/+$/, '');
  const { host } = new URL(base);

  // POST: a query may be longer than what proxies let pass in an address.
  const ask = async (path: string, form: Record<string, string>): Promise<PrometheusSeries[]> => {
    const authorization = token && `Bearer ${await token()}`;
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${base}/api/v1/${path}`, {
        method: 'POST',
        // The token is for this one.
        redirect: 'manual',
        headers: {
          accept: 'application/json',
          'content-type': 'application/x-www-form-urlencoded',
          ...(authorization && { authorization }),
        },
        body: new URLSearchParams(form).toString(),
        signal: AbortSignal.timeout(timeout),
      });
      text = await response.text();
    } catch (error) {
      throw ofCause(new PrometheusAwayError(unreachable(host, error as Error, timeout)), error);
    }
    const answer = parsed(text);
    if (!response.ok || answer?.status !== 'success') {
      throw new PrometheusRefusal(response.status, refusal(host, response.status, answer?.error));
    }
    return (answer.data?.result ?? []).map(({ metric, values, value }) => ({
      labels: metric,
      points: (values ?? (value ? [value] : [])).flatMap(([time, number]): [number, number][] =>
        Number.isFinite(Number(number)) ? [[time, Number(number)]] : [],
      ),
    }));
  };

  return {
    range: (query, { start, end, step }) =>
      ask('query_range', { query, start: `${start}`, end: `${end}`, step: `${step}` }),
    instant: (query, time) => ask('query', { query, time: `${time}` }),
  };
}

function parsed(text: string): Answer | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function unreachable(host: string, error: Error, timeout: number): string {
  if (error.name === 'TimeoutError') {
    return `Prometheus at ${host} did not answer within ${timeout / 1000} seconds: try a shorter range, or ask the platform team.`;
  }
  // What fetch throws says nothing; what it hides says which of name, connection and trust it was.
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
  const why = code ? ` (${code})` : '';
  return `Prometheus at ${host} could not be reached${why}: it may be down, or its address in the landing zone's metrics.url is wrong. Ask the platform team.`;
}

function refusal(host: string, status: number, said: string | undefined): string {
  switch (status) {
    case 401:
      return `Prometheus at ${host} does not accept the portal's sign-in (401): the platform team has to check metrics.auth of the landing zone.`;
    case 403:
      return `Prometheus at ${host} does not let the portal read (403): its identity needs the role Monitoring Data Reader there. Ask the platform team.`;
    case 429:
      return `Prometheus at ${host} has had too many queries (429): wait half a minute.`;
    case 404:
      return `There is no Prometheus at ${host} (404): the landing zone's metrics.url is wrong. Ask the platform team.`;
    default:
      return `Prometheus at ${host} could not answer (${status})${said ? `: ${said}` : ''}.`;
  }
}
