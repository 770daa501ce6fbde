import type { Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_LANDING_ZONE,
  ANNOTATION_NAMESPACE,
} from '@private-ai/plugin-private-ai-common';
import { templates } from './forms';
import { overviews } from './overviews';

const owner = 'group:default/team-a';

/** An application for each state that its card can be in, and what the forms choose from. */
export const entities: Entity[] = [
  ...Object.entries(overviews).map(([name, { description }]) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      description,
      annotations: { [ANNOTATION_LANDING_ZONE]: 'korea', [ANNOTATION_NAMESPACE]: name },
    },
    spec: { type: 'service', lifecycle: 'experimental', owner },
    relations: [{ type: 'ownedBy', targetRef: owner }],
  })),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: { name: 'team-a', namespace: 'default' },
    spec: { type: 'team', children: [] },
  },
  ...templates,
];
