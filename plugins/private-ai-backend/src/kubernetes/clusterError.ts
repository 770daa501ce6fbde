import { CustomErrorBase } from '@backstage/errors';
import type { ObjectRef } from './client';

/** A refusal or failure of a cluster's API: a sentence of what, which object and what to do; the cause is kept. */
export class ClusterError extends CustomErrorBase {
  name = 'ClusterError' as const;
  // A field of its own, not super()'s: the sentence stands for itself, the cause's text would follow it.
  readonly cause?: Error;
  /** What the portal's own API answers when this reaches it: the fault lies behind it. */
  readonly statusCode = 502;
  /** The API server's HTTP status; undefined when there was no answer. */
  readonly status?: number;
  /** Kubernetes' reason, e.g. `Forbidden`; a network failure's code, e.g. `ENOTFOUND`. */
  readonly reason: string;
  /** In words, e.g. `Deployment weather in namespace weather`. */
  readonly resource: string;
  /** Worth another try later. */
  readonly transient: boolean;

  constructor(
    message: string,
    details: { status?: number; reason: string; resource: string; transient: boolean },
    cause?: unknown,
  ) {
    super(message);
    this.cause = cause as Error | undefined;
    this.status = details.status;
    this.reason = details.reason;
    this.resource = details.resource;
    this.transient = details.transient;
  }
}

/** A Kubernetes `Status` answer, as far as it is read here. */
export interface Status {
  reason?: string;
  message?: string;
  details?: { causes?: { message?: string; field?: string }[] };
}

/** An object in a person's words. */
export function describeObject({ kind, namespace, name }: Omit<ObjectRef, 'apiVersion'>): string {
  return `${kind} ${name}${namespace ? ` in namespace ${namespace}` : ''}`;
}

/** The sentence for an answer of the API server that is no success. */
export function refusedByCluster(server: string, resource: string, code: number, status: Status) {
  const said = (status.message ?? 'no reason given').trim().replace(/\.$/, '');
  const reason = status.reason || `HTTP ${code}`;
  return new ClusterError(sentence(server, resource, code, status, said), {
    status: code,
    reason,
    resource,
    transient: code === 429 || code === 408 || (code >= 500 && !/field not declared/.test(said)),
  });
}

function sentence(server: string, resource: string, code: number, status: Status, said: string) {
  if (code === 401) {
    return `The cluster at ${server} did not accept the portal's sign-in for ${resource} (401). The platform team has to check that the cluster trusts the landing zone's Entra tenant and credential.`;
  }
  if (code === 403 && /exceeded quota/.test(said)) {
    return `${resource}: the namespace's quota is used up. Remove something, or have the platform team raise guardrails.quota. The cluster said: ${said}.`;
  }
  if (code === 403 && /failed quota: .* must specify/.test(said)) {
    return `${resource}: the namespace's quota counts what its containers do not name, and nothing names it for them. Provision the application again, which brings the namespace's limits back, or name it in the manifest. The cluster said: ${said}.`;
  }
  if (code === 403 && /(maximum|minimum) [\w-]+ usage per (Container|Pod)/.test(said)) {
    return `${resource}: one of its containers asks for more, or less, than the namespace's limits let it have. Change its resources, or have the platform team raise guardrails.limits.max. The cluster said: ${said}.`;
  }
  if (code === 403 && /ValidatingAdmissionPolicy 'private-ai-portal'/.test(said)) {
    return `${resource}: the cluster holds the portal to the namespaces that it made (403). If the portal made this one, the platform team has to give it its label private-ai-managed-by back; where guardrails.ownerRole or telemetry.operatorNamespace is another, infra/cluster/portal-admission.yaml has to name it. The cluster said: ${said}.`;
  }
  if (code === 403 && /violates PodSecurity|denied the request|ValidatingAdmission/.test(said)) {
    return `${resource}: the cluster's admission refuses it. Change the manifest. The cluster said: ${said}.`;
  }
  if (code === 403 && /because it is being terminated/.test(said)) {
    return `${resource}: its namespace is being removed. Wait until it is gone, then provision the application again.`;
  }
  if (code === 403) {
    return `${resource}: the portal's identity may not do that in the cluster (403). The platform team has to give it the ClusterRole of infra/cluster. The cluster said: ${said}.`;
  }
  const managers = otherManagers(status);
  if (code === 409 && managers.length > 0) {
    const fields = (status.details?.causes ?? []).map(({ field }) => field).filter(Boolean);
    return `${resource}: ${managers.join(' and ')} manages ${fields.join(', ')} and the portal would change it. Take the field out there, or hand it over to the portal.`;
  }
  return `${resource}: the cluster answered ${code}: ${said}.`;
}

/** Who else holds the fields of a refused server-side apply: `conflict with "kubectl" using apps/v1`. */
function otherManagers(status: Status): string[] {
  const found = (status.details?.causes ?? []).flatMap(({ message }) => {
    const [, manager] = /conflict with "([^"]+)"/.exec(message ?? '') ?? [];
    return manager ? [`"${manager}"`] : [];
  });
  return [...new Set(found)];
}
