import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ManifestInput } from '../app/names';

const skeletons = resolve(__dirname, '../../../../templates/private-ai-app/skeletons');

/** The manifests of a new repository, by path, as the template makes them, and the description that says whose it is. */
export function skeletonFiles({ request, names }: ManifestInput): Record<string, string> {
  const values: Record<string, string> = {
    'values.name': request.name,
    '(values.names.service + "-agent")': names.agentConfig,
  };
  const filled = (text: string) =>
    text.replace(/\$\{\{ (.*?) \| dump \}\}/g, (_, expression) => {
      if (!(expression in values)) throw new Error(`Nothing is known of ${expression}.`);
      return JSON.stringify(values[expression]);
    });
  const manifests = [request.runtime, 'shared'].flatMap(of => {
    const folder = resolve(skeletons, of, 'manifests');
    return readdirSync(folder).map(file => [
      `manifests/${file}`,
      filled(readFileSync(resolve(folder, file), 'utf8')),
    ]);
  });
  const [, name] = request.entityRef.split('/');
  const description = `apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: ${name} }\n`;
  return { ...Object.fromEntries(manifests), 'catalog-info.yaml': description };
}
