import type { AppResource } from '../api/apps';
import type { AppState, AppStatus, Remedy, SentenceCode } from '../api/status';
import { isUnderWay, isUp, type AppFacts } from './facts';
import { say } from './sentence';

/**
 * How an application is. What is certain whatever else is: that it is retired, or being worked on. Then what cannot be seen,
 * since nothing is said of that but what was last known; then what is seen.
 */
export function statusOf(facts: AppFacts): AppStatus {
  return (
    retired(facts) ??
    moved(facts) ??
    underWay(facts) ??
    unseen(facts) ??
    ofOthers(facts) ??
    unfinished(facts) ??
    absent(facts) ??
    standing(facts)
  );
}

function status(
  state: AppState,
  code: SentenceCode,
  more: Omit<AppStatus, 'state' | 'sentence'> & { parameters?: Record<string, string> } = {},
): AppStatus {
  const { parameters, ...rest } = more;
  return { state, sentence: say(code, parameters), ...known(rest) };
}

/** Without what is undefined: it would be told in one answer and not in another. */
function known<T extends object>(all: T): T {
  return Object.fromEntries(Object.entries(all).filter(([, one]) => one !== undefined)) as T;
}

/** The last thing that was done to it was to take it away, and nothing of it is there. */
function retired({ operation, workload, adopted }: AppFacts): AppStatus | undefined {
  if (operation?.kind !== 'retire' || operation.state !== 'succeeded' || adopted) return undefined;
  if (workload?.namespace === 'there') return undefined;
  return status('retired', 'retired', { since: operation.endedAt, remedy: 'unregister' });
}

const moved = ({ moved: isMoved }: AppFacts): AppStatus | undefined =>
  isMoved ? status('moved', 'moved', { remedy: 'hand-over' }) : undefined;

function underWay(facts: AppFacts): AppStatus | undefined {
  const { operation, usualSeconds, resources, workload, last } = facts;
  // To verify changes nothing.
  if (!operation || !isUnderWay(operation) || operation.kind === 'verify') return undefined;
  if (operation.kind === 'hand-over') return undefined;
  const since = operation.startedAt ?? operation.createdAt;
  const runs = isUp(workload) || (!workload && last && last.state === 'running');
  const more = { since, usualSeconds };
  if (operation.kind === 'retire') return status('retiring', 'retiring', more);
  if (runs) return status('changing', 'changing', more);
  if (operation.state === 'queued') return status('making', 'queued', more);
  const done = resources.filter(({ health }) => health === 'healthy').length;
  if (resources.length === 0) return status('making', 'making', more);
  const parameters = { done: `${done}`, all: `${resources.length}` };
  return status('making', 'making-parts', { ...more, parameters });
}

/** Of what cannot be seen nothing is said but what was last known. */
function unseen({ outages, workload, last, names }: AppFacts): AppStatus | undefined {
  const away = (system: string) => outages.find(one => one.system === system);
  const cluster = away('cluster');
  const azure = away('azure');
  const outage = workload ? azure : cluster;
  // What the cluster shows is worse than what is not known of Azure.
  if (!outage || (workload && !isUp(workload))) return undefined;
  const code: SentenceCode = workload
    ? outage.refuses
      ? 'azure-refuses'
      : 'azure-away'
    : outage.refuses
      ? 'cluster-refuses'
      : 'cluster-away';
  return status('unreachable', code, {
    since: outage.since,
    parameters: { zone: names.zone },
    remedy: outage.refuses ? 'platform-team' : 'passes',
    last,
  });
}

/** What was there before the portal, and what is another's. */
function ofOthers({ adopted, workload, names }: AppFacts): AppStatus | undefined {
  const { namespace, service } = names;
  if (workload?.namespace === 'foreign')
    return status('failed', 'not-its-own', {
      parameters: { namespace },
      remedy: 'platform-team',
    });
  if (!adopted) return undefined;
  const { deployment, serving } = workload ?? {};
  const parameters = { service };
  if (deployment?.wanted === 0) return idle(deployment.since, 'elsewhere');
  if (serving === 'no-service')
    return status('failed', 'adopted-gone', { parameters, remedy: 'elsewhere' });
  if (serving === 'no')
    return status('failed', 'adopted-down', { parameters, remedy: 'elsewhere' });
  return status('adopted', 'adopted', { since: deployment?.since });
}

const idle = (since: string | undefined, remedy: Remedy): AppStatus =>
  status('idle', 'idle', { since, remedy });

/** The last operation did not reach its end. */
function unfinished({ operation, workload }: AppFacts): AppStatus | undefined {
  const state = operation?.state;
  if (!operation || operation.kind === 'verify' || operation.kind === 'hand-over') return undefined;
  if (state !== 'failed' && state !== 'cancelled') return undefined;
  const more = { since: operation.endedAt ?? operation.updatedAt, remedy: 'resume' as const };
  if (operation.kind === 'retire') return status('failed', 'retire-unfinished', more);
  if (isUp(workload)) return status('degraded', `${state}-running`, more);
  const resource = operation.error?.resource;
  if (state === 'failed' && resource)
    return status('failed', 'failed-at', { ...more, parameters: { resource } });
  return status('failed', state, more);
}

/** Nothing, or not all, of it was made yet; or it is gone. */
function absent({ workload, released, operation, names }: AppFacts): AppStatus | undefined {
  if (!workload) return undefined;
  if (workload.namespace === 'absent') {
    if (!operation) return status('absent', 'never-made', { remedy: 'platform-team' });
    const { namespace } = names;
    return status('failed', 'no-namespace', { parameters: { namespace }, remedy: 'repair' });
  }
  if (workload.deployment) return undefined;
  if (!released && operation)
    return status('waiting', 'not-released', { since: operation.endedAt, remedy: 'release' });
  return status('failed', 'no-deployment', { remedy: 'release' });
}

/** It has pods, or is told to have none. */
function standing({ workload, resources }: AppFacts): AppStatus {
  const { wanted = 0, ready = 0, since, starting } = workload?.deployment ?? {};
  if (wanted === 0) return idle(since, 'wake');
  if (ready === 0 && starting) return status('starting', 'starting', { since, remedy: 'passes' });
  if (ready === 0) return status('failed', 'pods-none', { since, remedy: 'look' });
  if (ready < wanted) {
    const parameters = { ready: `${ready}`, wanted: `${wanted}` };
    return status('degraded', 'pods-few', { parameters, remedy: 'look' });
  }
  const names = (of: AppResource[]) => ({ names: of.map(called).join(', ') });
  const gone = resources.filter(({ health }) => health === 'missing');
  if (gone.length > 0)
    return status('degraded', 'parts-gone', { parameters: names(gone), remedy: 'repair' });
  const ill = resources.filter(({ health }) => health === 'unhealthy');
  if (ill.length > 0)
    return status('degraded', 'parts-ill', { parameters: names(ill), remedy: 'repair' });
  return status('running', 'running', { since });
}

/** What is in the cluster shares the application's name: its kind tells it apart. */
const called = ({ type, name }: AppResource) => (type.includes('/') ? name : `${type} ${name}`);
