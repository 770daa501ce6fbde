import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Entity } from '@backstage/catalog-model';
import { ConfigReader } from '@backstage/config';
import { ScmIntegrations } from '@backstage/integration';
import { askingOf } from '../git/asking';
import type { GitHost } from '../git/host';
import { parseRepoUrl } from '../git/repoUrl';
import { entity } from './replica';

/**
 * A git host over real HTTP that answers some paths (`PATCH /path` where it is no GET), a number as a status, and notes how it
 * was asked.
 */
export async function startAnsweringHost(answers: Record<string, string | number | object>) {
  const asked: { url: string; token?: string; method?: string; body?: string }[] = [];
  const server = createServer(async (request, response) => {
    const { url = '', method, headers } = request;
    const token = headers.authorization ?? (headers['private-token'] as string);
    const body = await text(request);
    asked.push({ url, token, ...(method !== 'GET' && { method, body }) });
    const answer = answers[method === 'GET' ? url : `${method} ${url}`];
    if (answer === undefined) response.statusCode = 404;
    if (typeof answer === 'number') response.statusCode = answer;
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const host = `localhost:${(server.address() as AddressInfo).port}`;
  return { host, asked, stop: () => new Promise(done => server.close(done)) };
}

/** Asks a host whether the history of a head has a commit. */
export function contains(host: GitHost, repoUrl: string, integrations: object, head: string) {
  const asking = askingOf('It', 'github', { integrations: integrationsOf(integrations) });
  return (commit: string) => host.contains(parseRepoUrl(repoUrl), { head, commit }, asking);
}

/** The portal's `integrations`, as its configuration has them. */
export const integrationsOf = (integrations: object) =>
  ScmIntegrations.fromConfig(new ConfigReader({ integrations: integrations as never }));

/** An entity that says where its source is. */
export function comingFrom(target: string): Entity {
  const { metadata, ...rest } = entity('weather');
  const annotations = { 'backstage.io/source-location': `url:${target}` };
  return { ...rest, metadata: { ...metadata, annotations } };
}
