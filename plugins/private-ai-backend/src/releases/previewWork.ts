import type { Knex } from 'knex';
import { imageTag } from '../app/imageRepository';
import { namesOf } from '../app/names';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config/landingZone';
import { patientCluster } from '../engine/patientCluster';
import { patiently } from '../engine/patiently';
import type { ClusterClient, KubernetesObject } from '../kubernetes/client';
import { ownedBy, previewDeployment, previewService } from '../kubernetes/preview';
import { previewConfigMap } from '../kubernetes/previewConfigMaps';
import { rolledOut, type RolloutOptions } from '../kubernetes/rollout';
import { standingPreview } from '../kubernetes/standingPreview';
import { parseApp, parseSource } from '../operations/start';
import { staged } from '../operations/staged';
import type { Work, Works } from '../operations/work';
import { manifestsOf, objectsOf, type Reading } from './commitObjects';
import { requireApart } from './previewApart';
import { requireRoom } from './previewRoom';
import { forgetPreviews } from './takeAway';

/** Builds a commit as a release would, and runs it beside what runs, for some hours. It takes the place of the one before. */
export function createPreviewWork(
  deps: Reading & {
    azure(zone: LandingZone): Azure;
    cluster(zone: LandingZone): ClusterClient;
    works: Pick<Works, 'build'>;
    hours: number;
    knex?: Knex;
    rollout?: Pick<RolloutOptions, 'deadlineMs' | 'pollMs' | 'patienceMs'>;
  },
): Work<'preview'> {
  return {
    kind: 'preview',
    writes: 'makes',
    parse(input, zones) {
      const { app, zone, of } = parseApp(input, zones);
      return { ...of, input: { app, source: parseSource(input, zone) } };
    },
    admit: async (input, zone, signal) => deps.works.build.admit?.(input, zone, signal),
    async run(context) {
      const { operation, zone, signal, log, checkpoints } = context;
      const { app: request, source } = operation.input;
      const { entityRef } = request;
      const { commit } = source;
      const names = namesOf(request, zone);
      const app = { request, names, zone };
      const patient = patiently(`The preview of ${imageTag(source)}`, { signal, log });
      const cluster = patientCluster(deps.cluster(zone), patient);
      const before = await standingPreview({ entityRef, zone }, cluster, signal);
      const { reader, integrations, knex } = deps;
      const reading = { reader, integrations, patient, signal };
      const manifests = await manifestsOf(source, app, reading);
      const configMaps = manifests.others.filter(({ kind }) => kind === 'ConfigMap');
      const asked = { before, configMaps: configMaps.length };
      await requireRoom(app, manifests.deployment, asked, cluster, signal);

      await context.stage('build');
      let image = await checkpoints.get('image');
      if (image === undefined) {
        const build = staged(context, 'build', { app: request, source });
        ({ image } = await deps.works.build.run(build));
        await checkpoints.set('image', image);
      }
      signal.throwIfAborted();
      await context.stage('deploy');
      const { arm } = deps.azure(zone);
      const reach = { arm, cluster, patient, signal };
      const objects = await objectsOf(manifests, app, { commit, image }, reach);
      const brought = objects.others.filter(({ kind }) => kind === 'ConfigMap');
      const now = Date.now();
      const until = new Date(now + deps.hours * 3_600_000).toISOString();
      const wanted = previewDeployment(
        objects.deployment,
        brought.map(({ metadata }) => metadata.name),
        { commit, image, by: operation.requestedBy, since: new Date(now).toISOString(), until },
        app,
      );
      await requireApart(names, wanted, cluster, signal);
      if (before?.facts.commit !== commit) {
        if (before)
          log(`It takes the place of the preview of ${before.facts.commit.slice(0, 12)}.`);
        // Also of one that went without them: whoever took it away may have died in between.
        if (knex) await forgetPreviews({ entityRef, zone }, { knex, log });
      }
      const apply = async (object: KubernetesObject) => {
        signal.throwIfAborted();
        const applied = await cluster.apply(object, { signal });
        log(`${object.kind} ${object.metadata.name} is applied.`);
        return applied;
      };
      const deployment = await apply(wanted);
      for (const one of brought) await apply(previewConfigMap(one, commit, ownedBy(deployment)));
      await apply(previewService(objects.service, deployment, app));
      const { name: service } = wanted.metadata;
      const { namespace } = names;
      await rolledOut(cluster, { namespace, name: service }, { signal, log, ...deps.rollout });
      log(`The preview stands until ${until}, and is then taken away.`);
      return { image, service, until };
    },
  };
}
