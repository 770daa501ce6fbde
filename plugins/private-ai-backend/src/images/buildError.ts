import { CustomErrorBase } from '@backstage/errors';

/** There is no image: the fault is the source's, the registry's, or the builder's. */
export class BuildError extends CustomErrorBase {
  name = 'BuildError' as const;
  readonly statusCode = 502;
}
