import { CustomErrorBase } from '@backstage/errors';
import { toldBy, type Told } from './armError';
import { redacted, redactedCause, secretsIn } from './redact';
import { describeId } from './resourceId';
import { refusalOf, refusalSentence } from './refusals';
import { secondsOf } from './retryAfter';

const passingStatus = new Set([408, 429, 500, 502, 503, 504]);

/** A refusal or failure of Azure: a sentence of what, which resource and what to do; the cause is kept, without secrets. */
export class AzureError extends CustomErrorBase {
  name = 'AzureError' as const;
  // A field of its own, not super()'s: the sentence stands for itself, the cause's text would follow it.
  readonly cause?: Error;
  /** What the portal's own API answers when this reaches it: the fault lies behind it. */
  readonly statusCode = 502;
  /** Azure's HTTP status; undefined when there was no answer, or a long-running operation failed. */
  readonly status?: number;
  /** Azure's error code, e.g. `InsufficientQuota`; a network failure's own, e.g. `ECONNRESET`. */
  readonly code: string;
  readonly correlationId?: string;
  /** In words, e.g. `Foundry account aif-a in resource group rg-a`. */
  readonly resource: string;
  /** Worth another try later. */
  readonly transient: boolean;
  /** Another try changes nothing: somebody has to do something. */
  readonly final: boolean;
  /** When Azure asked to wait. */
  readonly retryAfterSeconds?: number;

  constructor(
    message: string,
    details: Pick<AzureError, 'code' | 'resource' | 'transient'> &
      Partial<Pick<AzureError, 'status' | 'correlationId' | 'retryAfterSeconds'>>,
    cause?: Error,
  ) {
    super(message);
    this.cause = cause;
    this.status = details.status;
    this.code = details.code;
    this.correlationId = details.correlationId;
    this.resource = details.resource;
    this.transient = details.transient;
    this.final = !details.transient;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** An answer as it is read here. */
export interface Answer {
  headers?: { get(name: string): string | undefined };
  bodyAsText?: string | null;
}

/** What the client libraries throw, as far as it is read here. */
interface LibraryError {
  name?: string;
  message?: string;
  code?: string;
  statusCode?: number;
  request?: Parameters<typeof secretsIn>[0];
  response?: Answer & { request?: Parameters<typeof secretsIn>[0] };
}

/**
 * Turns what a client library threw into an {@link AzureError}; an abort passes unchanged. `answer`: the one that it came
 * of, where the library does not keep its body.
 */
export function azureError(thrown: unknown, id: string, answer?: Answer): Error {
  if (thrown instanceof AzureError) return thrown;
  const error = thrown as LibraryError;
  if (error.name === 'AbortError') return thrown as Error;
  const resource = describeId(id);
  const headers = answer?.headers ?? error.response?.headers;
  const known = secretsIn(error.request ?? error.response?.request);
  const common = {
    resource,
    status: error.statusCode,
    correlationId: headers?.get('x-ms-correlation-request-id') ?? headers?.get('x-ms-request-id'),
    retryAfterSeconds: secondsOf(headers?.get('retry-after')),
  };
  if (/Authentication|CredentialUnavailable/.test(error.name ?? '')) {
    return signInFailed(error, common, known);
  }
  const told = reasonOf(error, answer);
  const { code } = told;
  const message = redacted(told.message, known);
  const cause = redactedCause(thrown, `${code}: ${message}`, known);
  if (!error.statusCode && isNetworkFailure(code)) {
    const distrust = /CERT|SIGNATURE/.test(code);
    const what = distrust
      ? 'its certificate is not trusted. The platform team has to name the inspecting firewall’s CA in NODE_EXTRA_CA_CERTS'
      : message;
    return new AzureError(
      `Azure Resource Manager could not be reached for ${resource}: ${what} (${code}).`,
      { ...common, code, transient: !distrust },
      cause,
    );
  }
  const refusal = refusalOf(told, resource);
  return new AzureError(
    refusalSentence({ ...told, message }, resource, common.correlationId),
    {
      ...common,
      code,
      transient: refusal ? !refusal.final : passingStatus.has(error.statusCode ?? 0),
    },
    cause,
  );
}

type Common = Pick<AzureError, 'resource' | 'status' | 'correlationId' | 'retryAfterSeconds'>;

function signInFailed(error: LibraryError, common: Common, known: readonly string[]): AzureError {
  const [first] = String(error.message).split('\n');
  const said = redacted(first, known);
  // msal's own words for a host that did not answer; it gives no code.
  const unreached = /endpoints_resolution_error|network_error|E[A-Z]{6,}/.test(said);
  const what = unreached
    ? 'Microsoft Entra did not answer. The platform team has to check the landing zone’s authorityHost and the way out to it.'
    : 'The platform team has to check the landing zone’s credential, tenant and authority.';
  return new AzureError(
    `The portal could not sign in to Azure: ${what} The sign-in said: ${said}`,
    {
      ...common,
      code: 'SignInFailed',
      transient: unreached || passingStatus.has(error.statusCode ?? 0),
    },
    redactedCause(error, said, known),
  );
}

/** Azure forgets a long-running operation after a while: only a look at the resource tells how it ended. */
export function operationGone(id: string, status?: number, cause?: unknown): AzureError {
  const resource = describeId(id);
  const message = 'the address of the operation is not known any more';
  return new AzureError(
    refusalSentence({ code: 'OperationGone', message }, resource),
    { code: 'OperationGone', resource, status, transient: true },
    cause === undefined ? undefined : redactedCause(cause, message, []),
  );
}

// @azure/core-lro gives a failed operation as text only: its code and message follow a fixed beginning.
const failedOperation = /^The long-running operation has failed(?:\. (\S+)\. ([^]*))?$/;

function reasonOf(error: LibraryError, answer?: Answer): Told {
  const told = toldBy(answer?.bodyAsText ?? error.response?.bodyAsText);
  if (told) return told;
  const message = error.message ?? 'no reason given';
  const failed = failedOperation.exec(message);
  if (failed) return { code: failed[1] ?? 'OperationFailed', message: failed[2] ?? 'it failed' };
  if (message === 'Operation was canceled') return { code: 'OperationCanceled', message };
  // The message of an error with a status may be the whole answer.
  if (error.statusCode)
    return { code: error.code ?? `HTTP ${error.statusCode}`, message: spoken(error) };
  return { code: error.code ?? 'Unknown', message };
}

/** The words of an error whose answer is not at hand: Azure's own where it has a code, no whole page or document. */
const spoken = ({ message = '', code }: LibraryError) =>
  code && !/^\s*[<{[]/.test(message) ? message : 'no reason given';

const isNetworkFailure = (code: string) =>
  /^(E[A-Z_]+|REQUEST_SEND_ERROR|UND_ERR_\w+|\w*(CERT|SIGNATURE)\w*)$/.test(code);

/** What a poll that failed in passing asks to wait, in seconds; undefined where it did not fail in passing. */
export function passingPoll(thrown: unknown): number | undefined {
  const error = thrown as LibraryError;
  if (error.name !== 'RestError') return undefined;
  const passes = error.statusCode
    ? passingStatus.has(error.statusCode)
    : isNetworkFailure(error.code ?? '') && !/CERT|SIGNATURE/.test(error.code ?? '');
  return passes ? (secondsOf(error.response?.headers?.get('retry-after')) ?? 0) : undefined;
}

/** Azure says that the thing itself is not there, rather than that the question was wrong. */
export function isAbsent(error: unknown): boolean {
  return (
    error instanceof AzureError &&
    error.status === 404 &&
    !/^(OperationGone|Subscription|InvalidResource|InvalidSubscription|MissingSubscription)/.test(
      error.code,
    )
  );
}
