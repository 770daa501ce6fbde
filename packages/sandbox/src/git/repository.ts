import { git, GitFailed } from './process.ts';

/** A file or folder at a commit. */
export interface Entry {
  name: string;
  /** From the repository's root. */
  path: string;
  type: 'file' | 'dir' | 'symlink' | 'submodule';
  sha: string;
  /** Bytes; 0 for a folder. */
  size: number;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  author: Person;
  committer: Person;
  message: string;
}
interface Person {
  name: string;
  email: string;
  /** ISO 8601. */
  date: string;
}

/** Reads and makes bare repositories; everything through git itself. */
export class Repository {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  static async create(folder: string): Promise<void> {
    await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', folder]);
  }

  branches(): Promise<string[]> {
    // Git's short form of a name says `heads/` before it where a tag has it too.
    return this.#lines('for-each-ref', '--format=%(refname:lstrip=2)', 'refs/heads');
  }

  async defaultBranch(): Promise<string> {
    return (await this.#text('symbolic-ref', 'HEAD')).trim().replace(/^refs\/heads\//, '');
  }

  /** As Gitea does: when the first push was to another branch than `main`, that one becomes the default. */
  async settleDefaultBranch(): Promise<void> {
    const [branches, current] = [await this.branches(), await this.defaultBranch()];
    if (branches.length > 0 && !branches.includes(current))
      await this.#run('symbolic-ref', 'HEAD', `refs/heads/${branches[0]}`);
  }

  /** The commit that a branch, a tag or a (shortened) commit id names. */
  async resolve(ref: string): Promise<string | undefined> {
    if (ref.startsWith('-') || ref.includes('..')) return undefined;
    const candidates = /^[\da-f]{4,40}$/.test(ref)
      ? [`refs/heads/${ref}`, ref]
      : [`refs/heads/${ref}`];
    for (const candidate of [...candidates, `refs/tags/${ref}`]) {
      const sha = await this.#maybe('rev-parse', '--verify', '--quiet', `${candidate}^{commit}`);
      if (sha) return sha.toString().trim();
    }
    return undefined;
  }

  /** What lies at a path: a folder's entries, or the one file. */
  async at(sha: string, path: string): Promise<Entry[] | Entry | undefined> {
    if (!path) return this.#entries(sha, '');
    const [found] = await this.#list(sha, path);
    return found?.type === 'dir' ? this.#entries(sha, `${path}/`) : found;
  }

  blob(sha: string): Promise<Buffer> {
    return this.#run('cat-file', 'blob', sha);
  }

  /** A gzipped tar whose entries lie under `prefix/`. */
  archive(sha: string, prefix: string): Promise<Buffer> {
    return this.#run('archive', '--format=tar.gz', `--prefix=${prefix}/`, sha);
  }

  async commit(sha: string): Promise<Commit> {
    const format = ['%H', '%T', '%P', '%an', '%ae', '%aI', '%cn', '%ce', '%cI', '%B'].join('%x00');
    const fields = (await this.#text('show', '--no-patch', `--format=${format}`, sha)).split('\0');
    const [id, tree, parents, an, ae, ad, cn, ce, cd, message] = fields;
    return {
      sha: id,
      tree,
      parents: parents.split(' ').filter(Boolean),
      author: { name: an, email: ae, date: ad },
      committer: { name: cn, email: ce, date: cd },
      message: message.replace(/\n+$/, '\n'),
    };
  }

  /** The newest commits of the history of `ref`, of those that `not` has not. */
  async commits(ref: string, not: string | undefined, most: number): Promise<Commit[]> {
    const found = await this.history(ref, not, most);
    return Promise.all(found.map(one => this.commit(one)));
  }

  /** The history of a commit, newest first, without what the history of `not` (any revision of git's) has. */
  history(sha: string, not: string | undefined, most: number): Promise<string[]> {
    const without = not ? ['--not', not] : [];
    return this.#lines('rev-list', `--max-count=${most}`, sha, ...without);
  }

  /**
   * What a commit changes, or what `to` has changed since it parted from `from`, as a patch.
   * @param most - bytes, after which it is cut off
   * @throws GitFailed when the two have nothing in common
   */
  patch(to: string, from: string | undefined, most: number): Promise<Buffer> {
    const shown = ['--no-color', '--no-ext-diff', '--no-textconv'];
    const asked = from
      ? ['diff', ...shown, `${from}...${to}`]
      : ['show', '--format=', '--diff-merges=first-parent', ...shown, to];
    return git(['--git-dir', this.folder, ...asked], most);
  }

  #entries(sha: string, prefix: string): Promise<Entry[]> {
    return this.#list(sha, ...(prefix ? [prefix] : []));
  }

  async #list(sha: string, ...paths: string[]): Promise<Entry[]> {
    const printed = await this.#text('ls-tree', '--long', '-z', sha, '--', ...paths);
    return printed
      .split('\0')
      .filter(Boolean)
      .map(line => {
        const [, mode, type, id, size, path] = /^(\d+) (\w+) (\w+) +(\S+)\t(.*)$/s.exec(line) ?? [];
        return {
          name: path.split('/').at(-1) ?? path,
          path,
          type:
            type === 'tree'
              ? 'dir'
              : type === 'commit'
                ? 'submodule'
                : mode === '120000'
                  ? 'symlink'
                  : 'file',
          sha: id,
          size: Number(size) || 0,
        };
      });
  }

  #run(...args: string[]): Promise<Buffer> {
    return git(['--git-dir', this.folder, ...args]);
  }

  async #text(...args: string[]): Promise<string> {
    return (await this.#run(...args)).toString('utf8');
  }

  async #lines(...args: string[]): Promise<string[]> {
    return (await this.#text(...args)).split('\n').filter(Boolean);
  }

  async #maybe(...args: string[]): Promise<Buffer | undefined> {
    return this.#run(...args).catch((error: Error) => {
      if (error instanceof GitFailed) return undefined;
      throw error;
    });
  }
}
