import type { ManifestInput } from '../app/names';
import { CA_FOLDER, caEnvironment } from './caBundle';

/** Where the pods find whom the portal signs for them as. */
const keysFolder = '/etc/private-ai/portal';

interface Named {
  name: string;
}
interface Mount extends Named {
  mountPath: string;
  readOnly?: boolean;
}

/** What the portal gives to the app's container as files, and where its environment says that they lie. */
export interface PodMounts {
  env: (Named & { value: string })[];
  volumes: (Named & { configMap: Named })[];
  mounts: Mount[];
}

/** The keys that the portal's word about its users is checked with, and the authorities of an inspecting firewall. */
export function podMounts({ names, request, zone }: ManifestInput): PodMounts {
  const files = [
    { name: 'private-ai-portal', configMap: names.portalKeys, mountPath: keysFolder },
    ...(zone.network.caBundle === undefined
      ? []
      : [{ name: 'private-ai-ca', configMap: names.caBundle, mountPath: CA_FOLDER }]),
  ];
  return {
    env: [
      { name: 'PORTAL_KEYS_FILE', value: `${keysFolder}/jwks.json` },
      { name: 'PORTAL_AUDIENCE', value: request.entityRef },
      ...(zone.network.caBundle === undefined ? [] : caEnvironment),
    ],
    volumes: files.map(({ name, configMap }) => ({ name, configMap: { name: configMap } })),
    mounts: files.map(({ name, mountPath }) => ({ name, mountPath, readOnly: true })),
  };
}

/** A list with the portal's entries in place of those that are called the same. */
export const withOwn = <T extends Named>(theirs: readonly T[] = [], own: readonly T[]): T[] => [
  ...theirs.filter(one => !own.some(({ name }) => name === one.name)),
  ...own,
];
