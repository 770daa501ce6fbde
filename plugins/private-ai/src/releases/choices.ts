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

/** The way out of what was stopped. */
export interface WayBack {
  to: Release & { image: string };
  /** It is what was stopped itself, or of the same commit: that is no going back. */
  again: boolean;
  /** What is left was given up, and did not fail. */
  cancelled: boolean;
}

/**
 * From the newest to the last that ran: what answers still, or did before. What answered and was found wrong (it has an error)
 * is what one wants to get away from.
 */
export function wayBack(items: readonly Release[]): WayBack | undefined {
  const [from] = items;
  const ran = items.filter(hasImage).filter(({ error }) => error === undefined);
  const to =
    ran.find(({ state }) => state === 'running') ?? ran.find(({ state }) => state === 'former');
  if (!to) return undefined;
  const again = from === to || (to.commit !== undefined && from.commit === to.commit);
  return { to, again, cancelled: from.state === 'cancelled' };
}

/** What came after the last that ran, and did not get there or is on its way. */
export function beyondRan(items: readonly Release[]): Release | undefined {
  const last = items.findIndex(({ state }) => state === 'running' || state === 'former');
  return items
    .slice(0, last < 0 ? undefined : last)
    .find(({ state }) => state === 'coming-up' || state === 'failed');
}

/** It never ran. */
export const isTriedInVain = ({ state }: Release) => state === 'failed' || state === 'cancelled';

const hasImage = (release: Release): release is Release & { image: string } =>
  release.image !== undefined;

/** A commit or a digest as people know it: its first characters. */
export const short = (hash: string) => hash.replace(/^.*@sha256:/, '').slice(0, 12);
