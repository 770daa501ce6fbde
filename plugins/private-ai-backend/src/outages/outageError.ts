import { CustomErrorBase } from '@backstage/errors';
import type { Outage } from '@private-ai/plugin-private-ai-common';

/** A system that has to say something first cannot be asked: browsers tell it as they do wherever it is away. */
export class OutageError extends CustomErrorBase {
  name = 'OutageError' as const;
  readonly statusCode = 503;
  readonly outage: Outage;

  constructor(outage: Outage) {
    super(outage.detail);
    this.outage = outage;
  }
}
