import { setTimeout as delay } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';
import { BuildError } from './buildError';
import type { RegistryManifests } from './registryManifests';
import type { WorkContext } from '../operations/work';
import { isTransient } from '../time/backoff';

/**
 * Waits until the company's CI, or a builder beside the registry, has pushed the image of a commit, and answers with its
 * digest. The time counts from the first look, whichever replica it was.
 * @throws BuildError when it does not come in time, NotAllowedError where the portal may not look for it
 */
export async function awaitedImage(
  { signal, log, checkpoints }: Pick<WorkContext, 'signal' | 'log' | 'checkpoints'>,
  image: { loginServer: string; repository: string; tag: string },
  deps: { manifests: RegistryManifests; waitMinutes: number; pollMs: number },
): Promise<string> {
  const { repository, tag } = image;
  const name = `${image.loginServer}/${repository}:${tag}`;
  const since = (await checkpoints.get('waits-since')) ?? new Date().toISOString();
  await checkpoints.set('waits-since', since);
  const started = Date.parse(since);
  let problem: string | undefined;
  let said: { at: number; problem?: string } | undefined;
  for (;;) {
    try {
      const digest = await deps.manifests.digest(repository, tag, signal);
      if (digest) return digest;
      problem = undefined;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableError || isTransient(error))) throw error;
      problem = error.message;
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    if (seconds >= deps.waitMinutes * 60) {
      // A new try waits anew.
      await checkpoints.set('waits-since', undefined);
      throw new BuildError(
        `The image ${name} was not pushed within ${deps.waitMinutes} minutes. ${problem ?? 'Look at the run of the repository’s CI for that commit; it has to push the image under that name.'} Resume it once the image is there.`,
      );
    }
    if (!said || problem !== said.problem || Date.now() - said.at >= 20_000) {
      if (problem) log(problem, 'warn');
      log(
        `Waits for the company's builder to push ${name}: ${seconds} s so far, ${deps.waitMinutes} minutes at most.`,
      );
      said = { at: Date.now(), problem };
    }
    await delay(deps.pollMs, undefined, { signal });
  }
}
