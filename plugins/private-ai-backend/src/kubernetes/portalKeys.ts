import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** Label that finds what the portal keeps the same in all applications, and its value here. */
export const PART = 'private-ai-part';
export const PORTAL_KEYS = 'portal-keys';
/** Key of the ConfigMap, and name of the file that it becomes in the pods. */
export const JWKS_FILE = 'jwks.json';

/**
 * The public keys that the agent checks the portal's word about its users with. They lie in the namespace because there is
 * nowhere the pods could fetch them from: nothing may be reached that the landing zone does not name.
 *
 * @param jwks - JSON Web Key Set
 */
export function portalKeysConfigMap(input: ManifestInput, jwks: string): KubernetesObject {
  const { labels, annotations } = ownership(input);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: input.names.portalKeys,
      namespace: input.names.namespace,
      labels: { ...labels, [PART]: PORTAL_KEYS },
      annotations,
    },
    data: { [JWKS_FILE]: jwks },
  };
}
