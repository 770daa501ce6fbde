import type { AppReleases, Release, ReleaseStart } from '@private-ai/plugin-private-ai-common';

/** Something that can be released: the newest commit, or an image that was released before. */
export interface Choice {
  /** Stable while the list is shown. */
  key: string;
  start: ReleaseStart;
  commit?: string;
  /** Of an image that was released before. */
  release?: Release;
  /** It runs already. */
  runs: boolean;
}

/**
 * What may be released, the newest commit first, then the images of earlier releases, newest first. What runs is among them
 * while a newer one is coming up or failed: going back to it gives that one up.
 */
export function choicesOf({ head, items }: AppReleases): Choice[] {
  const running = items.find(({ state }) => state === 'running');
  const newest: Choice[] = head
    ? [{ key: 'head', start: { commit: head }, commit: head, runs: head === running?.commit }]
    : [];
  const earlier = items
    .filter(({ state }) => state === 'former' || (state === 'running' && items[0] !== running))
    .map(release => ({
      // Two commits may have the same image, and other manifests.
      key: `${release.image} ${release.commit}`,
      start: { image: release.image, commit: release.commit },
      commit: release.commit,
      release,
      runs: false,
    }));
  return [...newest, ...earlier];
}

/** A commit or a digest as people know it: its first characters. */
export const short = (hash: string) => hash.replace(/^.*@sha256:/, '').slice(0, 12);
