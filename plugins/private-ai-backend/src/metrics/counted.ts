import { either, selector, type Selection } from './promql';

/** What a series of a counter grew by. */
export type Grow = (series: string) => string;

/**
 * Questions to the agent: the app's own count; for an AG-UI service that has none, what it was posted. Probes and
 * scrapes are GETs.
 * @param by - labels that tell several apps apart
 */
export function requests(of: Selection, grow: Grow, by: readonly string[] = []): string {
  return either(
    `${sum(by)}(${grow(selector('agui_agent_request_count_total', of))})`,
    `${sum(by)}(${grow(selector('http_server_request_duration_seconds_count', of, 'http_request_method="POST"'))})`,
    `${sum(by)}(${grow(selector('http_server_duration_milliseconds_count', of, 'http_method="POST"'))})`,
  );
}

/** The unit `tokens` of the Python framework becomes a suffix, the semantic conventions' `{token}` does not. */
export function tokens(of: Selection, grow: Grow, ...more: string[]): string {
  return either(
    grow(selector('gen_ai_client_token_usage_sum', of, ...more)),
    grow(selector('gen_ai_client_token_usage_tokens_sum', of, ...more)),
  );
}

export const calls = 'gen_ai_client_operation_duration_seconds_count';
/** An answer that a person stopped has not failed. */
export const failed = 'error_type!~"|cancelled"';

/** Calls of the model that failed; none where there were calls, and nothing where there were not. */
export function failedCalls(of: Selection, grow: Grow, by: readonly string[] = []): string {
  return `${sum(by)}(${grow(selector(calls, of, failed))}) or 0 * ${sum(by)}(${grow(selector(calls, of))})`;
}

export const sum = (by: readonly string[]) => (by.length > 0 ? `sum by (${by.join(',')}) ` : 'sum');
