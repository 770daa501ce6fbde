import type { Python } from '../python/environments.ts';
import type { Executing } from './process.ts';

/** Where a RUN happens. */
export interface Running extends Executing {
  /** The stage's files. */
  root: string;
  /** Installed dependencies are kept here. */
  cache: string;
  python: Python;
  /** The image as it is so far: an installation gives it another environment. */
  stage: { environment?: string };
}
