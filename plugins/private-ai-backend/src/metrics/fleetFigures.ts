import { failedCalls, requests, sum, tokens } from './counted';
import type { Prometheus } from './prometheus';
import { growthInSteps, type Selection } from './promql';

/** An application by what its series are called. */
export interface Measured {
  namespace: string;
  service: string;
}

/** What was counted of one; undefined is what nobody counted, which is not none. */
export interface Counted {
  /** Questions to its agent in the last hour. */
  runs?: number;
  /** Calls of its model that failed, in the last hour. */
  errors?: number;
  /** In the last day. */
  tokens: { input?: number; output?: number };
}

/** Seconds. What was silent for six hours has its growth since counted where it comes back. */
const hour = { range: 3600, step: 60, silence: 21_600 };
const day = { range: 86_400, step: 900, silence: 21_600 };

const own = ['k8s_namespace_name', 'service_name'] as const;

/** The figures of many applications as one question. */
export function fleetQuery(apps: readonly Measured[]): string {
  const distinct = (values: string[]) => [...new Set(values)].sort();
  const of: Selection = {
    namespace: distinct(apps.map(({ namespace }) => namespace)),
    service: distinct(apps.map(({ service }) => service)),
  };
  const types = 'gen_ai_token_type=~"input|output"';
  const figures = {
    runs: growthInSteps(grow => requests(of, grow, own), hour),
    errors: growthInSteps(grow => failedCalls(of, grow, own), hour),
    tokens: growthInSteps(
      grow => `${sum([...own, 'gen_ai_token_type'])}(${tokens(of, grow, types)})`,
      day,
    ),
  };
  return Object.entries(figures)
    .map(([name, query]) => `label_replace(${query}, "figure", "${name}", "", "")`)
    .join(' or ');
}

/**
 * The figures of many applications of one landing zone, asked at once; only of those that are asked about, whatever else the
 * names of one and the service of another select.
 * @param now - unix seconds
 * @returns for each that has any, under {@link measuredAs}
 */
export async function fleetFigures(
  apps: readonly Measured[],
  prometheus: Prometheus,
  now: number,
): Promise<Map<string, Counted>> {
  const found = new Map<string, Counted>();
  if (apps.length === 0) return found;
  const asked = new Set(apps.map(measuredAs));
  for (const { labels, points } of await prometheus.instant(fleetQuery(apps), now)) {
    const [namespace, service] = own.map(label => labels[label] ?? '');
    const key = measuredAs({ namespace, service });
    const value = points[0]?.[1];
    if (!asked.has(key) || value === undefined) continue;
    const counted = found.get(key) ?? { tokens: {} };
    found.set(key, counted);
    if (labels.figure === 'runs') counted.runs = value;
    if (labels.figure === 'errors') counted.errors = value;
    if (labels.figure === 'tokens' && isTokenType(labels.gen_ai_token_type))
      counted.tokens[labels.gen_ai_token_type] = value;
  }
  return found;
}

export const measuredAs = ({ namespace, service }: Measured) => `${namespace}/${service}`;

const isTokenType = (type: string | undefined): type is 'input' | 'output' =>
  type === 'input' || type === 'output';
