import type { Entity } from '@backstage/catalog-model';
import type { LandingZone } from '../config/landingZone';
import { namesOf, type ManifestInput, type OwnerSubject } from '../app/names';
import { landingZone } from './landingZone';

/** As Microsoft Entra knows the group that owns the application. */
export const anOwner = {
  kind: 'Group',
  id: '44444444-4444-4444-4444-444444444444',
} as const satisfies OwnerSubject;

/** An application, as the form asks for it; in the smallest landing zone when nothing else is said. */
export function application(
  changes: Partial<ManifestInput['request']> = {},
  zone: LandingZone = landingZone(),
): ManifestInput {
  const { name = 'weather' } = changes;
  const request: ManifestInput['request'] = {
    name,
    entityRef: `component:default/${name}`,
    owner: 'group:default/team',
    landingZone: zone.name,
    model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
    runtime: 'typescript',
    instructions: 'Answer questions about the weather.',
    templateVersion: '1.0.0',
    ...changes,
  };
  return { request, zone, names: namesOf(request, zone), owner: anOwner };
}

/** The application that most tests ask about, as its entity says where it is. */
export const weather: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'weather',
    namespace: 'default',
    annotations: {
      'private-ai/landing-zone': 'korea',
      'private-ai/namespace': 'ai-weather',
      'private-ai/service': 'weather:8080',
    },
  },
  spec: { type: 'service', owner: 'group:default/team', lifecycle: 'production' },
};
