import type { UrlReaderService } from '@backstage/backend-plugin-api';
import type { ScmIntegrations } from '@backstage/integration';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import type { ClusterClient } from '../kubernetes/client';
import { requireMadeNamespace } from '../kubernetes/ownership';
import { namesOf } from '../app/names';
import { awaitedImage } from './awaitedImage';
import { builderFor } from './builder';
import { imageRepository, imageTag, repositoryName } from '../app/imageRepository';
import { patiently } from '../engine/patiently';
import { patientTasks } from './patientTasks';
import { registryManifests } from './registryManifests';
import { registryTasks } from './registryTasks';
import { requireOnDefaultBranch } from '../git/defaultBranch';
import { hostOf } from '../git/hosts';
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
    admit: ({ source }, zone, signal) =>
      requireOnDefaultBranch(source, zone, { integrations, signal }),
    async run(context) {
      const { operation, zone, signal, log } = context;
      const { app: request, source } = operation.input;
      const names = namesOf(request, zone);
      const away = patiently(`The namespace ${names.namespace}`, { signal, log });
      await away(() => requireMadeNamespace(deps.cluster(zone), { request, names }, signal));
      const { entityRef } = request;
      const { build, loginServer } = zone.registry;
      const azure = deps.azure(zone);
      const patient = patiently(`The image of ${imageTag(source)}`, { signal, log });
      const repository = repositoryName(request, zone);
      const image = { loginServer, repository, tag: imageTag(source) };
      const builder = await patient(() => builderFor({ request, names, zone }, azure.arm, signal));
      let digest: string;
      if (build.strategy === 'external') {
        const { type } = zone.git;
        const reading = { type, reader, integrations, signal };
        await patient(() => readDescription(source, entityRef, reading));
        if (builder && hostOf(type).pipeline)
          log(
            `Its pipeline signs in as the builder ${names.builder}: its client id ${builder.identity.clientId} belongs into the repository's variable PRIVATE_AI_BUILDER.`,
          );
        const manifests = registryManifests(zone, scope => azure.token(scope));
        const { waitMinutes } = build;
        const pollMs = deps.pollMs ?? 5_000;
        digest = await awaitedImage(context, image, { manifests, waitMinutes, pollMs });
      } else {
        const archive = { source, app: request, zone };
        digest = await taskBuild(
          context,
          {
            ...image,
            source,
            packed: use =>
              patient(() => withSourceArchive(archive, { reader, integrations, signal }, use)),
          },
          {
            tasks: patientTasks(registryTasks(zone.registry, azure.arm, builder), patient),
            pollMs: deps.pollMs ?? 1_500,
          },
        );
      }
      const byDigest = `${imageRepository(request, zone)}@${digest}`;
      log(`The image is ${byDigest}.`);
      return { image: byDigest };
    },
  };
}
