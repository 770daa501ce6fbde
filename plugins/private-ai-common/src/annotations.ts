/** Where a private AI app is: set on the entity by the template, or by hand for an AG-UI service that exists already. */
export const ANNOTATION_LANDING_ZONE = 'private-ai/landing-zone';
export const ANNOTATION_NAMESPACE = 'private-ai/namespace';
/** Kubernetes Service of the agent: `name` or `name:port` (port 80 when left out). */
export const ANNOTATION_SERVICE = 'private-ai/service';
/** Path of the AG-UI endpoint on that Service; see {@link DEFAULT_AGENT_PATH}. */
export const ANNOTATION_AGENT_PATH = 'private-ai/agent-path';
export const ANNOTATION_FOUNDRY_ACCOUNT = 'private-ai/foundry-account';
export const ANNOTATION_MODEL_DEPLOYMENT = 'private-ai/model-deployment';
export const ANNOTATION_IDENTITY = 'private-ai/identity';
export const ANNOTATION_CONNECTOR = 'private-ai/connector';
export const ANNOTATION_TEMPLATE_VERSION = 'private-ai/template-version';

export const DEFAULT_AGENT_PATH = '/api/agent';

/**
 * Tag on every Azure resource and annotation on every Kubernetes object: the entity reference it belongs to.
 * As a Kubernetes *label* the same key holds the first 32 hexadecimal digits of the reference's SHA-256
 * (`printf component:default/x | sha256sum | cut -c1-32`), because a label holds no `:` or `/`.
 */
export const TAG_ENTITY = 'private-ai-entity';
export const TAG_TEMPLATE = 'private-ai-template';
export const TAG_MANAGED_BY = 'private-ai-managed-by';
/** Value of {@link TAG_MANAGED_BY}. */
export const MANAGED_BY = 'private-ai-portal';
/** Label of what all applications of a landing zone share in its cluster: the zone's name. */
export const LABEL_LANDING_ZONE = 'private-ai-landing-zone';
/**
 * Annotation of the Namespace and tag of the resource group: whose the application was when it was last provisioned or handed
 * over, as an entity reference.
 */
export const TAG_OWNER = 'private-ai-owner';
/** The same of where its entity is described: the value of `backstage.io/managed-by-origin-location`. */
export const TAG_ORIGIN = 'private-ai-origin';
