import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_LANDING_ZONE } from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';

/** The landing zone as a resource of permissions: its name is the reference. */
export const landingZoneResourceRef = createPermissionResourceRef<
  LandingZone,
  { names: string[] }
>().with({ pluginId: 'private-ai', resourceType: RESOURCE_TYPE_LANDING_ZONE });

/** Allows by name: a policy can give each team its landing zones. */
export const isLandingZone = createPermissionRule({
  name: 'IS_LANDING_ZONE',
  description: 'Allow the landing zones with these names',
  resourceRef: landingZoneResourceRef,
  paramsSchema: namesSchema(),
  apply: (zone, { names }: Names) => names.includes(zone.name),
  toQuery: ({ names }: Names) => ({ names }),
});

/** For policies: `landingZoneConditions.conditions.isLandingZone({ names: [...] })`. */
export const landingZoneConditions = createConditionExports({
  resourceRef: landingZoneResourceRef,
  rules: { isLandingZone },
});

interface Names extends Record<string, string[]> {
  names: string[];
}

/** A Standard Schema by hand: the permission framework wants one that can turn itself into JSON Schema. */
function namesSchema() {
  const schema = {
    type: 'object',
    required: ['names'],
    additionalProperties: false,
    properties: {
      names: {
        type: 'array',
        items: { type: 'string' },
        description: 'Names of landing zones (privateAi.landingZones[].name)',
      },
    },
  };
  return {
    '~standard': {
      version: 1 as const,
      vendor: 'private-ai',
      types: undefined as unknown as { input: Names; output: Names },
      validate(value: unknown) {
        const { names } = (value ?? {}) as Partial<Names>;
        return Array.isArray(names) && names.every(name => typeof name === 'string')
          ? { value: { names } as Names }
          : { issues: [{ message: 'names must be a list of names of landing zones' }] };
      },
      jsonSchema: { input: () => schema, output: () => schema },
    },
  };
}
