import type { Sentence } from './status';

/**
 * Whether a new application may be called so, as far as that can be said before the rest of the form is known.
 * `GET /names/:name`, with `?landingZone=` where one is chosen. `again`: an application of that name was retired, is the
 * asker's to make again, and its entity is in the catalog still.
 */
export interface NameAnswer {
  verdict: 'free' | 'again' | 'refused';
  /** Why it is refused. */
  sentence?: Sentence;
}
