/** A stored resource: the body of its GET, as Azure would answer it. `properties` is whatever its type holds. */
export interface ArmResource {
  id: string;
  name: string;
  type: string;
  location?: string;
  tags?: Record<string, string>;
  kind?: string;
  sku?: { name: string; tier?: string; capacity?: number };
  identity?: Identity;
  etag?: string;
  zones?: string[];
  // Each type's own; its file in types/ knows the shape.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  properties: Record<string, any>;
  systemData?: SystemData;
}

/** What a request sends of a resource. */
export type ResourceBody = Omit<Partial<ArmResource>, 'properties'> & {
  properties?: ArmResource['properties'];
};

interface Identity {
  type: string;
  principalId?: string;
  tenantId?: string;
  userAssignedIdentities?: Record<string, { principalId?: string; clientId?: string }>;
}

interface SystemData {
  createdBy: string;
  createdByType: string;
  createdAt: string;
  lastModifiedBy: string;
  lastModifiedByType: string;
  lastModifiedAt: string;
}
