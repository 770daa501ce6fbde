import type { OperationOutputs } from '@private-ai/plugin-private-ai-common';
import { parseApp, parseSource } from '../operations/start';
import { staged } from '../operations/staged';
import type { Work, Works } from '../operations/work';

/**
 * An application from what its form asked for to its first answer: provisioned, then the commit released. What failed or was
 * cancelled anywhere is resumed to that end.
 */
export function createMakeWork(works: Pick<Works, 'provision' | 'release'>): Work<'make'> {
  return {
    kind: 'make',
    writes: 'makes',
    parse(input, zones) {
      const { app, zone, of } = parseApp(input, zones);
      return { ...of, input: { app, source: parseSource(input, zone) } };
    },
    admit: async (input, zone, signal) => works.release.admit?.(input, zone, signal),
    async run(context) {
      const { app, source } = context.operation.input;
      await context.stage('provision');
      const made: OperationOutputs['provision'] = await works.provision.run(
        staged(context, 'provision', { app }),
      );
      context.signal.throwIfAborted();
      const released = await works.release.run(staged(context, 'release', { app, source }));
      return { ...made, ...released };
    },
  };
}
