import { ClusterError } from './clusterError';
import type { Stage } from './request';

/** A request that got no answer. */
export class UnreachableError extends ClusterError {
  /** Nothing of the request was sent: it may be a moved server or a renewed CA, which Azure can tell. */
  readonly unsent: boolean;

  constructor(message: string, details: Details, cause: unknown) {
    super(message, details, cause);
    this.unsent = details.stage !== 'answer';
  }
}
type Details = ConstructorParameters<typeof ClusterError>[1] & { stage?: Stage };

/** The sentence for a request that got no answer: which of name, connection, trust and answer it was. */
export function unreachableCluster(server: string, resource: string, thrown: unknown): Error {
  const error = thrown as { name?: string; message?: string; code?: string; stage?: Stage };
  if (error.name === 'AbortError') return thrown as Error;
  const { stage, message = 'no reason given' } = error;
  const code = error.code ?? error.name ?? 'Unknown';
  const host = URL.canParse(server) ? new URL(server).host : server;
  const { what, lasting = false } = whatFailed(code, stage) ?? { what: message };
  return new UnreachableError(
    `The cluster at ${host} could not be reached for ${resource}: ${what} (${code}).`,
    { reason: code, resource, transient: !lasting, stage },
    thrown,
  );
}

/** `lasting`: another try will not help. */
function whatFailed(
  code: string,
  stage: Stage | undefined,
): { what: string; lasting?: boolean } | undefined {
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    return {
      what: 'its certificate is not valid at this time. Either its rotation is due, or the clock of the portal is wrong',
      lasting: true,
    };
  }
  if (/^(EPROTO|ERR_SSL_)/.test(code)) {
    return {
      what: 'what answers there does not speak TLS. A proxy or another service has its address',
      lasting: true,
    };
  }
  if (/CERT|SIGNATURE|ALTNAME/.test(code)) {
    return {
      what: 'its certificate is not the one that Azure names for the cluster. Something inspects the connection; the platform team has to exempt it',
      lasting: true,
    };
  }
  switch (code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return {
        what: 'its name is not known to DNS here. The private zone of the API server has to be linked to the network that the portal runs in',
      };
    case 'ECONNREFUSED':
      return { what: 'nothing listens there. The cluster may be stopped' };
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
      return { what: 'there is no way there. A peering or a route is missing' };
    case 'ETIMEDOUT':
    case 'ECONNRESET':
    case 'EPIPE':
      return { what: brokenOff(code, stage) };
    default:
      return undefined;
  }
}

function brokenOff(code: string, stage: Stage | undefined): string {
  if (stage === 'answer') {
    return code === 'ETIMEDOUT'
      ? 'it took the request and did not answer within the time'
      : 'it broke the connection off before it had answered';
  }
  if (stage === 'encryption') {
    return 'the connection stands, but nothing was encrypted. A firewall on the way holds it up: it has to let the name of the API server pass';
  }
  return 'no answer within the time. A firewall or a missing peering lies between the portal and the cluster';
}
