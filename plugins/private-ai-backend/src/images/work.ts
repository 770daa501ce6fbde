import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { requireMadeNamespace } from '../kubernetes/ownership';
import { namesOf } from '../app/names';
import { awaitedImage } from './awaitedImage';
import { imageRepository, imageTag, repositoryName } from '../app/imageRepository';
import { registryManifests } from './registryManifests';
import { registryTasks } from './registryTasks';
import { readDescription } from '../git/source';
import { withSourceArchive } from './sourceArchive';
import { taskBuild } from './taskBuild';
import { parseApp, parseSource } from '../operations/start';
import type { Work } from '../operations/work';

/** Comes to the published commit's image as the landing zone has images built; it is named by its digest. */
export function createBuildWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  reader: UrlReaderService;
  integrations: ScmIntegrations;
  /** Milliseconds between two looks at a build. */
  pollMs?: number;
}): Work<'build'> {
  const { reader, integrations } = deps;
  return {
    kind: 'build',
    writes: 'makes',
    parse(input, zones) {
      const { app, zone, of } = parseApp(input, zones);
      return { ...of, input: { app, source: parseSource(input, zone) } };
    },
    async run(context) {
      const { operation, zone, signal, log } = context;
      const { app: request, source } = operation.input;
      const names = namesOf(request, zone);
      await requireMadeNamespace(deps.cluster(zone), { request, names }, signal);
      const { entityRef } = request;
      const { build, loginServer } = zone.registry;
      const azure = deps.azure(zone);
      const image = { loginServer, repository: repositoryName(request), tag: imageTag(source) };
      let digest: string;
      if (build.strategy === 'external') {
        const { type } = zone.git;
        await readDescription(source, entityRef, { type, reader, integrations, signal });
        const manifests = registryManifests(zone, scope => azure.token(scope));
        const { waitMinutes } = build;
        const pollMs = deps.pollMs ?? 5_000;
        digest = await awaitedImage(context, image, { manifests, waitMinutes, pollMs });
      } else {
        const archive = { source, entityRef, zone };
        digest = await taskBuild(
          context,
          {
            ...image,
            source,
            packed: use => withSourceArchive(archive, { reader, integrations, signal }, use),
          },
          { tasks: registryTasks(zone.registry, azure.arm), pollMs: deps.pollMs ?? 1_500 },
        );
      }
      const byDigest = `${imageRepository(request, zone)}@${digest}`;
      log(`The image is ${byDigest}.`);
      return { image: byDigest };
    },
  };
}
