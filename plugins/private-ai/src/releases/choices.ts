import type { AppReleases, Release, ReleaseStart } from '@private-ai/plugin-private-ai-common';

/** Something that can be released: the newest commit, or an image that ran. */
export interface Choice {
  /** Stable while the list is shown. */
  key: string;
  start: ReleaseStart;
  commit?: string;
  /** Of an image that ran. */
  release?: Release;
  /** It runs already. */
  runs: boolean;
}

/** What may be released, the newest commit first, then the images that ran, newest first. */
export function choicesOf({ head, items }: AppReleases): Choice[] {
  const running = items.find(({ state }) => state === 'running');
  const newest: Choice[] = head
    ? [{ key: 'head', start: { commit: head }, commit: head, runs: head === running?.commit }]
    : [];
  const earlier = items
    .filter(({ state }) => state === 'former')
    .map(release => ({
      key: release.image,
      start: { image: release.image, commit: release.commit },
      commit: release.commit,
      release,
      runs: false,
    }));
  return [...newest, ...earlier];
}

/** A commit or a digest as people know it: its first characters. */
export const short = (hash: string) => hash.replace(/^.*@sha256:/, '').slice(0, 12);
