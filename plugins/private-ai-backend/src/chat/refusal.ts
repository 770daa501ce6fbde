import { runErrors, type RunErrorCode } from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';

/** Why an agent did not answer, as the RUN_ERROR that the person reads. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal';
  readonly code: RunErrorCode;

  constructor(code: RunErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

const connection: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name could not be looked up',
  ETIMEDOUT: 'it did not answer in time',
  EHOSTUNREACH: 'there is no way to its network',
  ENETUNREACH: 'there is no way to its network',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
};

/** The request never got an answer. */
export function unreachable(at: AppLocation, host: string, cause: Error): AgentRefusal {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  const what =
    connection[code] ?? (isTls(code) ? `its certificate is not trusted (${code})` : code);
  const via = at.zone.agents.via === 'kubernetes-api' ? `The cluster's API at ${host}` : host;
  return new AgentRefusal(
    runErrors.unreachable,
    `${via} could not be reached for the agent of ${at.entityRef}: ${what || 'no connection came about'}. Ask the platform team.`,
    { cause },
  );
}

function isTls(code: string): boolean {
  return code.includes('CERT') || code.includes('SELF_SIGNED') || code.startsWith('ERR_TLS');
}

/**
 * An answer that is no stream. The API server's own refusals come as a `Status` object; others are the agent's.
 * @param body - the beginning of the answer
 */
export function refused(at: AppLocation, status: number, body: string): AgentRefusal {
  const service = `Service ${at.service.name}:${at.service.port} in namespace ${at.namespace}`;
  const fromCluster = kubernetesStatus(body);
  const down = (why: string) => new AgentRefusal(runErrors.down, why);
  if (fromCluster !== undefined && at.zone.agents.via === 'kubernetes-api') {
    if (status === 404) {
      return down(
        `There is no ${service}. The overview of ${at.entityRef} says why, and what to do.`,
      );
    }
    if (status === 401 || status === 403) {
      return new AgentRefusal(
        runErrors.forbidden,
        `The cluster does not let the portal through to ${service} (${status}): it needs the right to create services/proxy there. Ask the platform team.`,
      );
    }
    if (status === 503) {
      return down(
        `The agent of ${at.entityRef} does not answer: ${service} has no ready pod. Its overview says why, and what to do.`,
      );
    }
    return down(`The cluster could not pass the question to ${service} (${status}): try again.`);
  }
  if (status === 502 || status === 503 || status === 504) {
    return down(
      `The agent of ${at.entityRef} does not answer (${status}): look at its pods and their logs.`,
    );
  }
  if (status === 404 || status === 405) {
    return new AgentRefusal(
      runErrors.refused,
      `The agent of ${at.entityRef} has no AG-UI endpoint at ${at.agentPath} (${status}): correct the annotation private-ai/agent-path.`,
    );
  }
  if (status === 401) {
    return new AgentRefusal(
      runErrors.signIn,
      `The agent of ${at.entityRef} does not take the portal's word about who asks (401): provision ${at.entityRef} again, which brings it the portal's keys, and look at its log.`,
    );
  }
  return new AgentRefusal(
    runErrors.refused,
    `The agent of ${at.entityRef} refused the question with status ${status}: look at its log.`,
  );
}

function kubernetesStatus(body: string): string | undefined {
  try {
    const parsed = JSON.parse(body);
    return parsed?.kind === 'Status' ? String(parsed.message ?? '') : undefined;
  } catch {
    return undefined;
  }
}
