import { parseAllDocuments, stringify } from 'yaml';

/** A manifest, as far as it is read here. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; annotations?: Record<string, string> };
}

const variable = /\$\{(\w+)\}/g;

/**
 * What Flux does after `kustomize build` with `postBuild.substitute`: fills in `${name}`, but where an object says that it wants none of
 * it. Source: Flux, Kustomization, "Post build variable substitution".
 * @throws for a variable without a value, for which Flux puts nothing
 */
export function substituted(built: string, values: Record<string, string>): Manifest[] {
  return parseAllDocuments(built).map(document => {
    const manifest = document.toJS() as Manifest;
    if (manifest.metadata.annotations?.['kustomize.toolkit.fluxcd.io/substitute'] === 'disabled')
      return manifest;
    const text = stringify(manifest).replace(variable, (_, name: string) => {
      if (values[name] === undefined) throw new Error(`No value for \${${name}}.`);
      return values[name];
    });
    return parseAllDocuments(text)[0].toJS() as Manifest;
  });
}

/** Names of the variables in what kustomize built. */
export const variablesOf = (built: string): string[] =>
  [...new Set([...built.matchAll(variable)].map(([, name]) => name))].sort();
