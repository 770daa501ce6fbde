import { CustomErrorBase } from '@backstage/errors';
import { describeId } from './resourceId';
import { refusalSentence } from './refusals';

/** Refusals that pass by themselves: another operation runs, or a new principal or account is not known everywhere yet. */
const passing = new Set([
  'AccountProvisioningStateInvalid',
  'AnotherOperationInProgress',
  'ConcurrentOperation',
  'ParentResourceNotFound',
  'PrincipalNotFound',
  'RequestConflict',
  'ResourceGroupNotFound',
  'ResourceNotReady',
  'RetryableError',
  'TooManyRequests',
]);
const passingStatus = new Set([408, 429, 500, 502, 503, 504]);

/** A refusal or failure of Azure: a sentence of what, which resource and what to do; the cause is kept. */
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
  /** When Azure asked to wait. */
  readonly retryAfterSeconds?: number;

  constructor(
    message: string,
    details: Pick<AzureError, 'code' | 'resource' | 'transient'> &
      Partial<Pick<AzureError, 'status' | 'correlationId' | 'retryAfterSeconds'>>,
    cause?: unknown,
  ) {
    super(message);
    this.cause = cause as Error | undefined;
    this.status = details.status;
    this.code = details.code;
    this.correlationId = details.correlationId;
    this.resource = details.resource;
    this.transient = details.transient;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** What the client libraries throw, as far as it is read here. */
interface LibraryError {
  name?: string;
  message?: string;
  code?: string;
  statusCode?: number;
  response?: { headers?: { get(name: string): string | undefined } };
}

/** Turns what a client library threw into an {@link AzureError}; an abort passes unchanged. */
export function azureError(thrown: unknown, id: string): Error {
  if (thrown instanceof AzureError) return thrown;
  const error = thrown as LibraryError;
  if (error.name === 'AbortError') return thrown as Error;
  const resource = describeId(id);
  const headers = error.response?.headers;
  const common = {
    resource,
    status: error.statusCode,
    correlationId:
      headers?.get('x-ms-correlation-request-id') ?? headers?.get('x-ms-request-id') ?? undefined,
    retryAfterSeconds: seconds(headers?.get('retry-after')),
  };
  if (/Authentication|CredentialUnavailable/.test(error.name ?? '')) {
    const [said] = String(error.message).split('\n');
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
      thrown,
    );
  }
  const { code, message } = codeAndMessage(error);
  if (!error.statusCode && isNetworkFailure(code)) {
    const distrust = /CERT|SIGNATURE/.test(code);
    const what = distrust
      ? 'its certificate is not trusted. The platform team has to name the inspecting firewall’s CA in NODE_EXTRA_CA_CERTS'
      : message;
    return new AzureError(
      `Azure Resource Manager could not be reached for ${resource}: ${what} (${code}).`,
      { ...common, code, transient: !distrust },
      thrown,
    );
  }
  return new AzureError(
    refusalSentence({ resource, code, message }),
    {
      ...common,
      code,
      transient: passing.has(code) || passingStatus.has(error.statusCode ?? 0),
    },
    thrown,
  );
}

// @azure/core-lro 3 gives a failed operation as text only: its code and message follow a fixed beginning.
const failedOperation = /^The long-running operation has failed\. (\w+)\. ([^]*)$/;

function codeAndMessage(error: LibraryError): { code: string; message: string } {
  const message = error.message ?? 'no reason given';
  const [, code, said] = failedOperation.exec(message) ?? [];
  if (code) return { code, message: said };
  return {
    code: error.code ?? (error.statusCode ? `HTTP ${error.statusCode}` : 'Unknown'),
    message,
  };
}

const isNetworkFailure = (code: string) =>
  /^(E[A-Z_]+|REQUEST_SEND_ERROR|UND_ERR_\w+|\w*(CERT|SIGNATURE)\w*)$/.test(code);

function seconds(header: string | undefined): number | undefined {
  if (!header) return undefined;
  const given = Number(header);
  if (Number.isFinite(given)) return given;
  const until = Date.parse(header);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - Date.now()) / 1000));
}

/** Azure says that the thing itself is not there, rather than that the question was wrong. */
export function isAbsent(error: unknown): boolean {
  return (
    error instanceof AzureError &&
    error.status === 404 &&
    !/^(Subscription|InvalidResource|InvalidSubscription|MissingSubscription)/.test(error.code)
  );
}
