import type { IncomingHttpHeaders } from 'node:http';
import { InputError } from '@backstage/errors';
import type { GitTarget } from '@private-ai/plugin-private-ai-common';
import { fullHash } from '../operations/input';
import { repositoryAt } from './sourceLocation';

/** Somebody pushed to a repository's default branch. */
export interface Push {
  /** In the scaffolder's form. */
  repoUrl: string;
  commit: string;
  /** What was the newest commit before. */
  before: string;
}

/** A delivery that is none of a push to the default branch: why there is nothing to do, as a sentence. */
export interface NoPush {
  ignored: string;
}

/** A push in one host's own words; undefined where the delivery is about something else. */
interface Told {
  ref?: string;
  before?: string;
  after?: string;
  defaultBranch?: string;
  /** The address of its page. */
  page?: string;
}

// What a host sends is read field by field, and none of it is relied on before.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Json = any;

/** What a delivery calls itself, and the push in it. */
const hosts: Record<
  GitTarget['type'],
  { event(headers: IncomingHttpHeaders, body: Json): unknown; push: string; told(body: Json): Told }
> = {
  github: {
    event: headers => headers['x-github-event'],
    push: 'push',
    told: body => ({
      ...{ ref: body.ref, before: body.before, after: body.after },
      ...{ defaultBranch: body.repository?.default_branch, page: body.repository?.html_url },
    }),
  },
  gitea: {
    event: headers => headers['x-gitea-event'],
    push: 'push',
    told: body => hosts.github.told(body),
  },
  gitlab: {
    event: (_, body) => body.object_kind,
    push: 'push',
    told: body => ({
      ...{ ref: body.ref, before: body.before, after: body.after },
      ...{ defaultBranch: body.project?.default_branch, page: body.project?.web_url },
    }),
  },
  azure: {
    event: (_, body) => body.eventType,
    push: 'git.push',
    told({ resource }) {
      const { defaultBranch, remoteUrl } = resource?.repository ?? {};
      const updates: Json[] = Array.isArray(resource?.refUpdates) ? resource.refUpdates : [];
      const update = updates.find(({ name }) => name === defaultBranch) ?? updates[0];
      return {
        ...{ ref: update?.name, before: update?.oldObjectId, after: update?.newObjectId },
        ...{ defaultBranch: String(defaultBranch).replace(/^refs\/heads\//, ''), page: remoteUrl },
      };
    },
  },
};

/**
 * What a delivery says was pushed, once its signature was found right.
 * @param host - the landing zone's; the address in the delivery may be another of its names
 * @throws InputError for what is no delivery of that kind of host
 */
export function readPush(
  { type, host }: Pick<GitTarget, 'type' | 'host'>,
  { headers, body, basePath }: { headers: IncomingHttpHeaders; body: Buffer; basePath: string },
): Push | NoPush {
  const parsed = readJson(body);
  const { event, push, told } = hosts[type];
  const name = event(headers, parsed);
  if (typeof name !== 'string')
    throw new InputError(`The delivery does not say which event it is of, as ${type} does.`);
  if (name !== push) return { ignored: `Nothing is to be done for the event ${name}.` };
  const { ref, before, after, defaultBranch, page } = told(parsed);
  const url = typeof page === 'string' && URL.canParse(page) ? new URL(page) : undefined;
  const at = url && repositoryAt(url, type, basePath);
  if (!at || typeof ref !== 'string' || !defaultBranch || !isHash(before) || !isHash(after))
    throw new InputError(`The delivery is no push event as ${type} sends it.`);
  if (ref !== `refs/heads/${defaultBranch}`)
    return { ignored: `Only ${defaultBranch} is released, not ${ref}.` };
  if (/^0+$/.test(after)) return { ignored: `The branch ${defaultBranch} was removed.` };
  return { repoUrl: `${host}?${at.split('?')[1]}`, commit: after, before };
}

const isHash = (value: unknown): value is string =>
  typeof value === 'string' && fullHash.test(value);

function readJson(body: Buffer): Json {
  try {
    const parsed = JSON.parse(body.toString('utf8'));
    if (typeof parsed === 'object' && parsed !== null) return parsed;
  } catch {
    // Said below.
  }
  throw new InputError(
    'The delivery is no JSON: choose the content type application/json for the webhook.',
  );
}
