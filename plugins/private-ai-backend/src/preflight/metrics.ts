import { ServiceUnavailableError } from '@backstage/errors';
import { passesByItself, type Prometheus } from '../metrics/prometheus';
import type { Question } from './question';

/** Whether the portal may read where the applications' metrics are: a query that needs no series. */
export const metricsQuestion = (
  prometheus: Pick<Prometheus, 'instant'>,
  /** Milliseconds since 1970. */
  now: number,
): Question => ({
  about: 'the metrics of applications',
  whom: 'Prometheus',
  system: 'prometheus',
  ask: async () => {
    try {
      await prometheus.instant('vector(1)', now / 1000);
      return [];
    } catch (error) {
      if (passesByItself(error)) throw error;
      // Its sentence says what is wrong, and who has to do what.
      if (error instanceof ServiceUnavailableError) return [{ message: error.message }];
      throw error;
    }
  },
});
