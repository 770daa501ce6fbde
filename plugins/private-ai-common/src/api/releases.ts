import type { Outage } from './status';

/** `unseen`: it came up, and whether it runs cannot be asked now. The others are their words. */
export const releaseStates = [
  'running',
  'coming-up',
  'failed',
  'cancelled',
  'former',
  'unseen',
] as const;

/**
 * One image of an app that runs, or ran, or a try to bring one. The cluster's own history of the Deployment holds the images; who
 * brought them, and the tries that came to none, the portal's database.
 */
export interface Release {
  /** By digest; only what has one can be gone back to. Undefined for a try that came to none, and for what the cluster forgot. */
  image?: string;
  /** What it was built from, a full hash; undefined where the cluster does not say. */
  commit?: string;
  /** ISO 8601: when it came to run, or when the try ended or began. */
  releasedAt: string;
  state: (typeof releaseStates)[number];
  /** Who asked for it: a user's entity reference, or a plugin, which is the portal itself after a push. */
  by?: string;
  /** Why it did not come up, as a sentence. */
  error?: string;
}

/** What the git host says of a commit. */
export interface CommitTold {
  /** Where a person reads it. */
  page: string;
  /** Where a person reads what it has beyond the commit that runs; undefined for that one. */
  difference?: string;
  /** First line of its message; undefined where the git host was away, or has no such commit. */
  subject?: string;
  author?: string;
}

/**
 * `GET /apps/:kind/:namespace/:name/releases` (permission `private-ai.app.read` on the entity). `POST` on the same path with
 * {@link ReleaseStart} (permission `private-ai.app.update`, header `idempotency-key`) answers with the operation.
 */
export interface AppReleases {
  /** Newest first. */
  items: Release[];
  /** Newest commit of the repository's default branch, where the git host could be asked. */
  head?: string;
  /** Of the commits above, by their full hashes. */
  commits: Record<string, CommitTold>;
  /** Systems that could not be asked. */
  outages: Outage[];
  /** What else could not be asked, as sentences. */
  problems: string[];
}

export interface ReleaseStart {
  /** A full hash, of the default branch where the landing zone takes no other; its newest when left out. */
  commit?: string;
  /** By digest: goes back to an image that ran, with the manifests of `commit`. */
  image?: string;
}
