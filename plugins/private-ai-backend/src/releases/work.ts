import type { Operation, OperationInputs } from '@private-ai/plugin-private-ai-common';
import { imageTag, requireOwnImage } from '../app/imageRepository';
import { parseApp, parseSource } from '../operations/start';
import type { Work, WorkContext, Works } from '../operations/work';

type Stage = 'build' | 'deploy' | 'verify';

/**
 * A commit to its end: image, deployment, verification, each by the work that does it alone. A try that goes on takes the
 * image that is made already; deploying and verifying converge.
 */
export function createReleaseWork(works: Pick<Works, Stage>): Work<'release'> {
  return {
    kind: 'release',
    writes: 'makes',
    parse(input, zones) {
      const { app, zone, of } = parseApp(input, zones);
      const source = parseSource(input, zone);
      if (input.image === undefined) return { ...of, input: { app, source } };
      return { ...of, input: { app, source, image: requireOwnImage(input.image, app, zone) } };
    },
    // With the image that is still to be made there is nothing to deploy yet.
    async admit({ image, ...input }, zone, signal) {
      if (image === undefined) await works.build.admit?.(input, zone, signal);
      else await works.deploy.admit?.({ ...input, image }, zone, signal);
    },
    async run(context) {
      const { operation, log, checkpoints } = context;
      const { app, source, image: given } = operation.input;
      log(
        given
          ? `Release of ${given}, with the manifests of ${imageTag(source)}.`
          : `Release of ${imageTag(source)} of ${source.repoUrl}.`,
      );
      let image = given ?? (await checkpoints.get('image'));
      if (image === undefined) {
        ({ image } = await works.build.run(staged(context, 'build', { app, source })));
        await checkpoints.set('image', image);
      }
      context.signal.throwIfAborted();
      const { service } = await works.deploy.run(staged(context, 'deploy', { app, source, image }));
      context.signal.throwIfAborted();
      const { checks } = await works.verify.run(staged(context, 'verify', { app }));
      return { image, service, checks };
    },
  };
}

/** The release as one of its stages sees it: the same log, lease and checkpoints. */
function staged<K extends Stage>(
  context: WorkContext<'release'>,
  kind: K,
  input: OperationInputs[K],
): WorkContext<K> {
  const operation = { ...context.operation, kind, input, outputs: undefined } as Operation<Stage>;
  return { ...context, operation: operation as Operation<K> };
}
