import { imageTag, requireOwnImage } from '../app/imageRepository';
import { namesOf } from '../app/names';
import { parseApp, parseSource } from '../operations/start';
import { staged } from '../operations/staged';
import type { Work, Works } from '../operations/work';
import { shownRelease } from './shownRelease';

type Stage = 'build' | 'deploy' | 'verify';

/**
 * A commit to its end: image, deployment, verification, each by the work that does it alone. A try that goes on takes the
 * image that is made already; deploying and verifying converge.
 */
export function createReleaseWork(
  works: Pick<Works, Stage>,
  /** Where previews stand, and what was said with them; left out where there are none. */
  previews?: Parameters<typeof shownRelease>[2],
): Work<'release'> {
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
      const { operation, zone, log, checkpoints } = context;
      const { app, source, image: given } = operation.input;
      log(
        given
          ? `Release of ${given}, with the manifests of ${imageTag(source)}.`
          : `Release of ${imageTag(source)} of ${source.repoUrl}.`,
      );
      let image = given ?? (await checkpoints.get('image'));
      await context.stage('build');
      if (image === undefined) {
        ({ image } = await works.build.run(staged(context, 'build', { app, source })));
        await checkpoints.set('image', image);
      }
      context.signal.throwIfAborted();
      const names = namesOf(app, zone);
      const shown =
        previews && shownRelease({ request: app, names, zone }, image, previews, context);
      await context.stage('deploy');
      await shown?.makeRoom();
      const { service } = await works.deploy.run(staged(context, 'deploy', { app, source, image }));
      context.signal.throwIfAborted();
      await context.stage('verify');
      const { checks } = await works.verify.run(staged(context, 'verify', { app }));
      context.signal.throwIfAborted();
      await shown?.promoted();
      return { image, service, checks };
    },
  };
}
