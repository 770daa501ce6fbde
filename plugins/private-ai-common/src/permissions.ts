import { createPermission } from '@backstage/plugin-permission-common';

/** Resource type of {@link privateAiAppCreatePermission}: the landing zone's name is the resource reference. */
export const RESOURCE_TYPE_LANDING_ZONE = 'private-ai-landing-zone';
const CATALOG_ENTITY = 'catalog-entity';

export const privateAiAppCreatePermission = createPermission({
  name: 'private-ai.app.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_LANDING_ZONE,
});
export const privateAiAppReadPermission = createPermission({
  name: 'private-ai.app.read',
  attributes: { action: 'read' },
  resourceType: CATALOG_ENTITY,
});
export const privateAiAppUpdatePermission = createPermission({
  name: 'private-ai.app.update',
  attributes: { action: 'update' },
  resourceType: CATALOG_ENTITY,
});
export const privateAiAppDeletePermission = createPermission({
  name: 'private-ai.app.delete',
  attributes: { action: 'delete' },
  resourceType: CATALOG_ENTITY,
});
export const privateAiChatUsePermission = createPermission({
  name: 'private-ai.chat.use',
  attributes: {},
  resourceType: CATALOG_ENTITY,
});
export const privateAiMetricsReadPermission = createPermission({
  name: 'private-ai.metrics.read',
  attributes: { action: 'read' },
  resourceType: CATALOG_ENTITY,
});
/** To let an application pass to another owner or repository; whom it belonged to needs no permission. */
export const privateAiAppHandOverPermission = createPermission({
  name: 'private-ai.app.hand-over',
  attributes: { action: 'update' },
});
export const privateAiCurationReadPermission = createPermission({
  name: 'private-ai.curation.read',
  attributes: { action: 'read' },
});
/** To delete what the portal has of a person. */
export const privateAiPersonErasePermission = createPermission({
  name: 'private-ai.person.erase',
  attributes: { action: 'delete' },
});

export const privateAiPermissions = [
  privateAiAppCreatePermission,
  privateAiAppReadPermission,
  privateAiAppUpdatePermission,
  privateAiAppDeletePermission,
  privateAiChatUsePermission,
  privateAiMetricsReadPermission,
  privateAiAppHandOverPermission,
  privateAiCurationReadPermission,
  privateAiPersonErasePermission,
];
