import type { AppReleases, Release, ReleaseStart } from '@private-ai/plugin-private-ai-common';

/** Something that can be released: the newest commit, or an image that was released before. */
export interface Choice {
  /** Stable while the list is shown. */
  key: string;
  start: ReleaseStart;
  commit?: string;
  /** Of an image that was released before. */
  release?: Release & { image: string };
  /** It runs already. */
  runs: boolean;
  /** It was tried last, and did not come up. */
  failed: boolean;
}

/**
 * What may be released, the newest commit first, then the images of earlier releases, newest first. What runs is among them
 * while a newer one is coming up or failed: going back to it gives that one up.
 */
export function choicesOf({ head, items }: Pick<AppReleases, 'head' | 'items'>): Choice[] {
  const running = items.find(({ state }) => state === 'running');
  const newest: Choice[] = head
    ? [
        {
          ...{ key: 'head', start: { commit: head }, commit: head },
          runs: head === running?.commit,
          failed: items.find(({ commit }) => commit === head)?.state === 'failed',
        },
      ]
    : [];
  const earlier = items
    .filter(hasImage)
    .filter(one => one.state !== 'coming-up' && (one !== running || items[0] !== running))
    .map(release => ({
      // Two commits may have the same image, and other manifests.
      key: `${release.image} ${release.commit}`,
      start: { image: release.image, commit: release.commit },
      commit: release.commit,
      release,
      runs: false,
      failed: release.state === 'failed',
    }))
    .filter((one, index, all) => all.findIndex(({ key }) => key === one.key) === index);
  return [...newest, ...earlier];
}

/** What a person most likely wants: only what is new, and was not tried in vain. */
export const likelyOf = (choices: readonly Choice[]): Choice | undefined =>
  choices.find(({ release, runs, failed }) => !release && !runs && !failed);

/** The last that ran, to go back to: what answers still, or did before. */
export function lastRan(items: readonly Release[]): (Release & { image: string }) | undefined {
  const ran = items.filter(hasImage);
  return (
    ran.find(({ state }) => state === 'running') ?? ran.find(({ state }) => state === 'former')
  );
}

const hasImage = (release: Release): release is Release & { image: string } =>
  release.image !== undefined;

/** A commit or a digest as people know it: its first characters. */
export const short = (hash: string) => hash.replace(/^.*@sha256:/, '').slice(0, 12);
