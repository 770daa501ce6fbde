import type { CommitTold, GitHostType } from '@private-ai/plugin-private-ai-common';
import { isTransient } from '../time/backoff';
import { FewAtOnce } from '../time/fewAtOnce';
import { PassingError } from '../time/passing';
import { askingOf, type AskingDeps } from './asking';
import { isFullHash } from './commit';
import { hostOf } from './hosts';
import type { Repository } from './repoUrl';

/** Commits that are remembered; those that were learned first are forgotten. */
const most = 5_000;
/** Questions to one git host at once, of however many applications. */
const atOnce = 8;
/** Milliseconds for which a host that gave no answer is left alone. */
const sparedMs = 30_000;
/** Characters of a message's first line, and of a name. */
const longest = { subject: 200, author: 100 };

type Written = Pick<CommitTold, 'subject' | 'author'>;

/**
 * What git hosts say of commits, remembered in this process: a commit never changes. A host that is away is left alone for a
 * while, and keeps nobody from asking another.
 */
export class CommitsTold {
  /** In the order in which they were learned. */
  readonly #kept = new Map<string, Written>();

  readonly #hosts = new Map<string, Host>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * Asks for those that are not known yet.
   * @throws NotFoundError, PassingError with a sentence; what was learned before stays
   */
  async learn(
    repository: Repository,
    type: GitHostType,
    hashes: readonly string[],
    deps: AskingDeps,
  ): Promise<void> {
    const unknown = [...new Set(hashes)].filter(
      hash => isFullHash(hash) && !this.#kept.has(keyOf(repository, hash)),
    );
    const asking = askingOf(`A commit of ${repository.repoUrl}`, type, deps);
    const host = this.#host(repository.host);
    const asked = await Promise.allSettled(
      unknown.map(hash =>
        host.few.run(async () => {
          const { message, author } = await this.#sparing(host, repository, deps, () =>
            hostOf(type).commit(repository, hash, asking),
          );
          this.#keep(keyOf(repository, hash), {
            subject: line(message, longest.subject),
            author: line(author, longest.author),
          });
        }, deps.signal),
      ),
    );
    const failed = asked.find(one => one.status === 'rejected');
    if (failed) throw failed.reason;
  }

  /** What is known of a commit; nothing where nobody has told. */
  of(repository: Repository, hash: string): Written {
    return this.#kept.get(keyOf(repository, hash)) ?? {};
  }

  #host(name: string): Host {
    const key = name.toLowerCase();
    const host = this.#hosts.get(key) ?? { few: new FewAtOnce(atOnce) };
    this.#hosts.set(key, host);
    return host;
  }

  /** @throws what it said last, without asking, of a host that gave no answer a moment ago */
  async #sparing<T>(
    host: Host,
    repository: Repository,
    { signal }: AskingDeps,
    question: () => Promise<T>,
  ): Promise<T> {
    if (host.away && this.now() < host.away.until) throw host.away.error;
    try {
      const answer = await question();
      host.away = undefined;
      return answer;
    } catch (error) {
      const late = signal?.aborted
        ? new PassingError(`The git host ${repository.host} did not answer in time.`)
        : undefined;
      const away = late ?? (isTransient(error) ? error : undefined);
      if (away) host.away = { error: away, until: this.now() + sparedMs };
      throw error;
    }
  }

  #keep(key: string, { subject, author }: Written): void {
    // It may be pushed yet.
    if (!subject && !author) return;
    this.#kept.set(key, { ...(subject && { subject }), ...(author && { author }) });
    if (this.#kept.size > most) this.#kept.delete(this.#kept.keys().next().value!);
  }
}

/** One for all applications whose repositories lie there. */
interface Host {
  few: FewAtOnce;
  away?: { error: Error; until: number };
}

const keyOf = ({ repoUrl }: Repository, hash: string) => `${repoUrl.toLowerCase()} ${hash}`;

function line(text: unknown, characters: number): string | undefined {
  if (typeof text !== 'string') return undefined;
  const [first] = text
    .trimStart()
    .slice(0, 4 * characters)
    .split(/\r?\n/);
  // No half of a character, and nothing that turns the page's own words around.
  const plain = first.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim();
  return [...plain].slice(0, characters).join('') || undefined;
}
