import {
  createConditionExports,
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { RESOURCE_TYPE_LANDING_ZONE } from '@private-ai/plugin-private-ai-common';
import { z } from 'zod';
import type { LandingZone } from '../config/landingZone';

/** The landing zone as a resource of permissions: its name is the reference. */
export const landingZoneResourceRef = createPermissionResourceRef<
  LandingZone,
  { names: string[] }
>().with({ pluginId: 'private-ai', resourceType: RESOURCE_TYPE_LANDING_ZONE });

const notNames = 'names must be a list of names of landing zones';
const names = z
  .array(z.string(notNames), notNames)
  .describe('Names of landing zones (privateAi.landingZones[].name)');

/** Allows by name: a policy can give each team its landing zones. */
export const isLandingZone = createPermissionRule({
  name: 'IS_LANDING_ZONE',
  description: 'Allow the landing zones with these names',
  resourceRef: landingZoneResourceRef,
  paramsSchema: z.strictObject({ names }, notNames),
  apply: (zone, { names }) => names.includes(zone.name),
  toQuery: ({ names }) => ({ names }),
});

/** For policies: `landingZoneConditions.conditions.isLandingZone({ names: [...] })`. */
export const landingZoneConditions = createConditionExports({
  resourceRef: landingZoneResourceRef,
  rules: { isLandingZone },
});
