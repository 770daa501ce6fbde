import type { AppRequest, ModelOffer } from './landingZones';
import type { Operation } from './operations';

export type Health = 'healthy' | 'progressing' | 'unhealthy' | 'missing' | 'unknown';

/** One thing of an app that exists, or should. */
export interface AppResource {
  /** Stable in an app, e.g. `foundry-account`, `deployment`. */
  id: string;
  /** Azure resource type or Kubernetes kind. */
  type: string;
  name: string;
  health: Health;
  /** A sentence, where the health is not `healthy`. */
  message?: string;
}

/** `GET /apps/:kind/:namespace/:name` (permission `private-ai.app.read` on the entity). */
export interface AppOverview {
  entityRef: string;
  landingZone: { name: string; title: string };
  namespace: string;
  model?: { deployment: string; name?: string; version?: string; sku?: string; capacity?: number };
  health: Health;
  resources: AppResource[];
  /** The newest operation that is unfinished, failed or cancelled and not followed by a later success. */
  operation?: Operation;
  /** What was last asked for, for a form that changes it; undefined where the portal's database does not know it. */
  request?: AppRequest;
  links: { title: string; url: string }[];
  /** What could not be asked (cluster unreachable, …), as sentences; the rest still stands. */
  problems: string[];
}

/** `GET /platform` (permission `private-ai.curation.read`). */
export interface PlatformOverview {
  landingZones: {
    name: string;
    title: string;
    location: string;
    models: (ModelOffer & { used?: number; left?: number })[];
    /** Misconfiguration and unreachable systems, as sentences. */
    problems: string[];
  }[];
  templates: { version: string; apps: number }[];
  apps: {
    entityRef: string;
    owner?: string;
    landingZone: string;
    health: Health;
    templateVersion?: string;
    /** ISO 8601, when the first resource was made. */
    createdAt?: string;
  }[];
}
