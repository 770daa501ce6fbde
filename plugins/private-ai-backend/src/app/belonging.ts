import {
  ANNOTATION_ORIGIN_LOCATION,
  RELATION_OWNED_BY,
  type Entity,
} from '@backstage/catalog-model';
import { NotAllowedError } from '@backstage/errors';
import { TAG_ORIGIN, TAG_OWNER, type Belonging } from '@private-ai/plugin-private-ai-common';

/** What a tag's value holds in Azure. */
const longest = 256;

/** What the catalog says of an application: whose it is, and where it is described. */
export interface Described {
  owners: readonly string[];
  origin?: string;
}

export const describedBy = ({ metadata, relations = [] }: Entity): Described => ({
  owners: relations
    .filter(({ type }) => type === RELATION_OWNED_BY)
    .map(({ targetRef }) => targetRef.toLowerCase()),
  origin: metadata.annotations?.[ANNOTATION_ORIGIN_LOCATION]?.slice(0, longest),
});

/** As annotations or tags, to be found where the application lives. */
export const belongingMarks = ({ owner, origin }: Belonging): Record<string, string> => ({
  ...(owner && { [TAG_OWNER]: owner.toLowerCase() }),
  ...(origin && { [TAG_ORIGIN]: origin.slice(0, longest) }),
});

/** What was written there. */
export const belongingIn = (marks: Record<string, string> | undefined): Belonging => ({
  owner: marks?.[TAG_OWNER],
  origin: marks?.[TAG_ORIGIN],
});

/** An entity that describes an application is not the one that it was made for. */
export class NotHandedOverError extends NotAllowedError {
  constructor(
    message: string,
    /** For whom it was made, and who has its name now. */
    readonly moved: { from: Belonging; to: Belonging },
  ) {
    super(message);
  }
}

/**
 * A name in the catalog becomes free, and whoever registers it next is not whom the application was made for: why nothing is
 * done with it, as a sentence. What was not written down, or what nobody says now, is not compared.
 */
export function notHandedOver(
  entityRef: string,
  { owner, origin }: Belonging,
  now: Described,
): string | undefined {
  const moved = [
    ...(owner && now.owners.length > 0 && !now.owners.includes(owner.toLowerCase())
      ? [`belonged to ${owner} and belongs to ${now.owners.join(' and ')} now`]
      : []),
    ...(origin && now.origin && origin !== now.origin
      ? [`was described by ${origin} and is described by ${now.origin} now`]
      : []),
  ];
  if (moved.length === 0) return undefined;
  return `${entityRef} ${moved.join(', and ')}: nothing is done with it until it is handed over (an operation of the kind hand-over), which somebody of ${owner ?? 'its former owner'} or of the platform team starts.`;
}

/** @throws NotHandedOverError */
export function requireSame(...asked: Parameters<typeof notHandedOver>): void {
  const sentence = notHandedOver(...asked);
  const [, from, now] = asked;
  if (sentence) throw new NotHandedOverError(sentence, { from, to: belongingOf(now) });
}

/** Whose an application is of several that the catalog may name: the first. */
export const belongingOf = ({ owners: [owner], origin }: Described): Belonging => ({
  owner,
  origin,
});

/** What was last asked for, of whom it is by now: it may have been handed over since. */
export const ownedNow = <App extends { owner: string }>(app: App, now: Described): App => ({
  ...app,
  owner: now.owners.length === 0 || now.owners.includes(app.owner) ? app.owner : now.owners[0],
});
