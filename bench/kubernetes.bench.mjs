// The sandbox's cluster beside the real kube-apiserver: objects good and bad of the kinds that the portal's manifests use are
// created on both, and the very manifests that the portal makes are applied to both, twice. What has another verdict, another
// sentence or is stored otherwise is named. Needs the outside truths envtest and kubernetes (docs/outside-truths.md).
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import { outsideTruth } from '../testing/outsideTruth.ts';
import { access } from '../packages/sandbox/src/testing/witness/access.ts';
import { configMaps } from '../packages/sandbox/src/testing/witness/configMaps.ts';
import { objects } from '../packages/sandbox/src/testing/witness/objects.ts';
import { others } from '../packages/sandbox/src/testing/witness/others.ts';
import { apply } from '../packages/sandbox/src/testing/witness/request.ts';
import { sideBySide } from '../packages/sandbox/src/testing/witness/sideBySide.ts';
import { workloads } from '../packages/sandbox/src/testing/witness/workloads.ts';

const transform = createRequire(import.meta.url).resolve('@backstage/cli/config/nodeTransform.cjs');
const plurals = {
  NetworkPolicy: 'networkpolicies',
  HorizontalPodAutoscaler: 'horizontalpodautoscalers',
};

export default async function kubernetesBench() {
  const truth = outsideTruth('envtest/start.mjs');
  const crds = outsideTruth('kubernetes/crds');
  const { startControlPlane } = await import(truth.url);
  const manifests = await portalManifests();
  const both = await sideBySide(await startControlPlane({ crds: crds.path }));
  try {
    const suites = {
      'objects, good and bad': objects,
      'the portal’s manifests': manifests.map(applied),
      'the same again': manifests.map(applied),
      'requests of every kind': [...configMaps, ...workloads, ...others],
      'rights, and what is refused without them': access,
    };
    const table = {};
    const different = [];
    for (const [name, requests] of Object.entries(suites)) {
      const counts = { requests: 0, accepted: 0, refused: 0, 'same verdict': 0, 'all the same': 0 };
      for (const request of requests) {
        const { real, sandbox } = await both.answers(request);
        counts.requests += 1;
        counts[real.answered < 300 ? 'accepted' : 'refused'] += 1;
        if (real.answered === sandbox.answered) counts['same verdict'] += 1;
        if (isDeepStrictEqual(real, sandbox)) counts['all the same'] += 1;
        else different.push(request.what);
      }
      table[name] = counts;
    }
    const sum = field => Object.values(table).reduce((all, counts) => all + counts[field], 0);
    return {
      table,
      result: {
        objects: objects.length + manifests.length,
        requests: sum('requests'),
        sameVerdict: sum('same verdict'),
        different,
      },
    };
  } finally {
    await both.stop();
  }
}

/** As the portal's plugin makes them. */
async function portalManifests() {
  const program = join(import.meta.dirname, 'kubernetes/portalManifests.ts');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--require', transform, program],
    { env: { ...process.env, NODE_OPTIONS: '' }, maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

function applied(manifest) {
  const { apiVersion, kind, metadata } = manifest;
  const { name, namespace } = metadata;
  const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const home = namespace ? `/namespaces/${namespace}` : '';
  const path = `${base}${home}/${plurals[kind] ?? `${kind.toLowerCase()}s`}/${name}`;
  return apply(`${kind} ${name} of the portal`, path, manifest, 'private-ai-portal');
}
