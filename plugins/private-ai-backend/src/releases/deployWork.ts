import type { UrlReaderService } from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import type { ScmIntegrations } from '@backstage/integration';
import { apiVersions } from '../azure/apiVersions';
import type { Azure } from '../azure/azureFor';
import { identityId } from '../azure/userAssignedIdentity';
import type { LandingZone } from '../config/landingZone';
import { lookedFor } from '../engine/lookedFor';
import { patientCluster } from '../engine/patientCluster';
import { patiently } from '../engine/patiently';
import type { ClusterClient } from '../kubernetes/client';
import { withCommit } from '../kubernetes/commitMark';
import { deploymentFor } from '../kubernetes/deployment';
import { removeLeftovers } from '../kubernetes/leftovers';
import { requireMadeNamespace } from '../kubernetes/ownership';
import { rolledOut, type RolloutOptions } from '../kubernetes/rollout';
import { placed, serviceFor } from '../kubernetes/service';
import { namesOf } from '../app/names';
import { largestManifests, readManifests, sizeOfManifest } from './manifests';
import { DESCRIPTION, largestDescription } from '../git/ownRepository';
import type { ReadBounds } from '../git/readBounds';
import { readFiles } from '../git/readTree';
import { requireDescribed } from '../git/source';
import { isFormer, requireOwnImage } from '../app/imageRepository';
import { requireOnDefaultBranch } from '../git/defaultBranch';
import { parseApp, parseSource } from '../operations/start';
import type { Work } from '../operations/work';
import { requireRan } from './requireRan';
import { woken } from './waking';

const bounds: ReadBounds = {
  largest: path => (path === DESCRIPTION ? largestDescription : sizeOfManifest(path)),
  entries: 100,
  bytes: largestManifests + largestDescription,
  advice:
    'manifests are deployed of no more. Put what an application reads into its image or beside it.',
};

/** Applies the published commit's manifests, with what is the portal's laid over, and waits until they run. */
export function createDeployWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  reader: UrlReaderService;
  integrations: ScmIntegrations;
  rollout?: Pick<RolloutOptions, 'deadlineMs' | 'pollMs' | 'patienceMs'>;
}): Work<'deploy'> {
  return {
    kind: 'deploy',
    writes: 'makes',
    parse(input, zones) {
      const { app, zone, of } = parseApp(input, zones);
      const source = parseSource(input, zone);
      return { ...of, input: { app, source, image: requireOwnImage(input.image, app, zone) } };
    },
    async admit({ app: request, source, image }, zone, signal) {
      const { integrations } = deps;
      await requireOnDefaultBranch(source, zone, { integrations, signal });
      if (!isFormer(image, request, zone)) return;
      const names = namesOf(request, zone);
      const cluster = deps.cluster(zone);
      await requireMadeNamespace(cluster, { request, names }, signal);
      const { entityRef, name } = request;
      const at = { entityRef, namespace: names.namespace, service: { name, port: 80 }, zone };
      await requireRan(image, at, cluster, signal);
    },
    async run({ operation, zone, signal, log }) {
      const { app: request, source, image } = operation.input;
      const names = namesOf(request, zone);
      const app = { request, names, zone };
      const patient = patiently(`The deployment of ${names.service}`, { signal, log });
      const cluster = patientCluster(deps.cluster(zone), patient);
      await requireMadeNamespace(cluster, app, signal);

      const { reader, integrations } = deps;
      const { type } = zone.git;
      const reading = { type, reader, integrations, signal, bounds };
      const files = await patient(() => readFiles(source, reading));
      await requireDescribed(files, request.entityRef, source);
      const manifests = await readManifests(files);
      const { arm } = deps.azure(zone);
      const look = () => patient(() => arm.get(identityId(app), apiVersions.identity, signal));
      const identity = await lookedFor(look, { signal });
      if (!identity) {
        throw new NotFoundError(
          `The managed identity ${names.identity} does not exist: provision ${request.entityRef} first.`,
        );
      }
      const clientId = String(identity.properties.clientId);
      const { namespace, agentConfig: name } = names;
      const agentConfig = await cluster.get(
        { apiVersion: 'v1', kind: 'ConfigMap', namespace, name },
        signal,
      );
      const values = { ...app, image, clientId, agentConfig };
      const deployment = withCommit(deploymentFor(manifests.deployment, values), source.commit);
      const objects = [
        ...manifests.others.map(object => placed(object, app)),
        serviceFor(manifests.service, app),
        deployment,
      ];
      if (await woken(cluster, deployment, signal))
        log(`${names.service} was scaled to nothing, and is woken.`);
      for (const object of objects) {
        signal.throwIfAborted();
        await cluster.apply(object, { signal });
        log(`${object.kind} ${object.metadata.name} is applied.`);
      }
      await removeLeftovers(cluster, app, objects, { signal, log });
      await rolledOut(
        cluster,
        { namespace: names.namespace, name: names.service },
        { signal, log, ...deps.rollout },
      );
      return { image, service: names.service };
    },
  };
}
