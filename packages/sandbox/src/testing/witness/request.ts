/** One request of the list that is sent to the real API server and to the sandbox alike. */
export interface WitnessRequest {
  what: string;
  method: string;
  path: string;
  type?: string;
  body?: unknown;
  /** What is not compared: texts that quote a JSON parser's own words, or a value as Go writes it. */
  except?: 'message';
  /** Who asks in place of the administrator: a user of that name, in a group of that name. */
  as?: 'portal';
  /** Asked again until this is the answer's status: caches of the real server follow a write. */
  until?: number;
}

const applyType = 'application/apply-patch+yaml';
export const core = '/api/v1/namespaces/web';
export const apps = '/apis/apps/v1/namespaces/web';

export const configMap = (data?: unknown, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a' },
  ...(data !== undefined && { data }),
  ...more,
});
export const namespace = (name: string, level?: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, ...(level && { labels: { 'pod-security.kubernetes.io/enforce': level } }) },
});
export const apply = (what: string, path: string, body: unknown, manager = 'a', query = '') => ({
  what,
  method: 'PATCH',
  path: `${path}?fieldManager=${manager}${query}`,
  type: applyType,
  body,
});
export const post = (what: string, path: string, body: unknown): WitnessRequest => ({
  what,
  method: 'POST',
  path,
  body,
});
export const patch = (what: string, path: string, kind: string, body: unknown): WitnessRequest => ({
  what,
  method: 'PATCH',
  path: `${path}?fieldManager=m`,
  type: `application/${kind}+json`,
  body,
});
export const get = (what: string, path: string): WitnessRequest => ({ what, method: 'GET', path });
