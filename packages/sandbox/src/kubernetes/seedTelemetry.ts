import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { servedKind } from './kinds.ts';
import type { KubernetesObject } from './object.ts';
import type { Resources } from './resources.ts';

const file = join(import.meta.dirname, '../../../../infra/cluster/telemetry.yaml');

/** What a landing zone's own Flux lays down beside the operator: its collector, and what has that scraped. */
export function seedTelemetry(resources: Resources): void {
  for (const document of parseAllDocuments(readFileSync(file, 'utf8'))) {
    const object = document.toJS() as KubernetesObject;
    const kind = servedKind(object.kind);
    const { name, namespace } = object.metadata;
    if (resources.objects.get(kind, namespace, name)) continue;
    const writer = { manager: 'kustomize-controller', apiVersion: object.apiVersion };
    resources.create({ kind, namespace }, object, { writer, dryRun: false });
  }
}
