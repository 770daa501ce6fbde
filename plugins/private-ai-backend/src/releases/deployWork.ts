import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import { patientCluster } from '../engine/patientCluster';
import { patiently } from '../engine/patiently';
import type { ClusterClient } from '../kubernetes/client';
import { removeLeftovers } from '../kubernetes/leftovers';
import { requireMadeNamespace } from '../kubernetes/ownership';
import { rolledOut, type RolloutOptions } from '../kubernetes/rollout';
import { namesOf } from '../app/names';
import { isFormer, requireOwnImage } from '../app/imageRepository';
import { requireOnDefaultBranch } from '../git/defaultBranch';
import { parseApp, parseSource } from '../operations/start';
import type { Work } from '../operations/work';
import { manifestsOf, objectsOf, type Reading } from './commitObjects';
import { requireRan } from './requireRan';
import { woken } from './waking';
import { requireApartFromPreview } from './previewApart';

/** Applies the published commit's manifests, with what is the portal's laid over, and waits until they run. */
export function createDeployWork(
  deps: Reading & {
    azure(zone: LandingZone): Azure;
    cluster(zone: LandingZone): ClusterClient;
    rollout?: Pick<RolloutOptions, 'deadlineMs' | 'pollMs' | 'patienceMs'>;
  },
): Work<'deploy'> {
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
      const reading = { reader, integrations, patient, signal };
      const manifests = await manifestsOf(source, app, reading);
      const { arm } = deps.azure(zone);
      const asked = { commit: source.commit, image };
      const { deployment, service, others } = await objectsOf(manifests, app, asked, {
        ...{ arm, cluster, patient, signal },
      });
      const objects = [...others, service, deployment];
      const at = { entityRef: request.entityRef, zone };
      await requireApartFromPreview(at, { service, deployment }, cluster, signal);
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
