import type { AppRequest, ModelOffer } from './landingZones';
import type { Belonging, Operation, OperationKind } from './operations';
import type { CommitTold } from './releases';
import type { AppStatus, Outage, Sentence } from './status';

/** `next`, `waiting`: an operation has yet to come to it. `unknown`: it cannot be seen. */
export type Health =
  'healthy' | 'progressing' | 'next' | 'waiting' | 'unhealthy' | 'missing' | 'unknown';

/** One thing of an app that exists, or should. */
export interface AppResource {
  /** Stable in an app, e.g. `foundry-account`, `deployment`. */
  id: string;
  /** Azure resource type or Kubernetes kind. */
  type: string;
  name: string;
  health: Health;
  /** Why, where the health is not `healthy`, in English. */
  message?: string;
  /** The same to be translated, where the portal itself says it. */
  sentence?: Sentence;
}

/** Where an application can be looked at: its repository, what it is made of in Azure, its metrics. */
export type AppLink = 'repository' | 'azure-group' | 'azure-account' | 'grafana';

/** `GET /apps/:kind/:namespace/:name` (permission `private-ai.app.read` on the entity). */
export interface AppOverview {
  entityRef: string;
  landingZone: { name: string; title: string };
  namespace: string;
  model?: { deployment: string; name?: string; version?: string; sku?: string; capacity?: number };
  /** It was there before the portal: it is shown and asked, and neither changed, released nor retired here. */
  adopted?: boolean;
  /** The entity of this name is not the one that it was made for: nothing is done with it until it is handed over. */
  moved?: { from: Belonging; to: Belonging };
  /** How it is, as every page says it. */
  status: AppStatus;
  resources: AppResource[];
  /** The newest operation that is unfinished, failed or cancelled and not followed by a later success. */
  operation?: Operation;
  /** What was last asked for, for a form that changes it; undefined where the portal's database does not know it. */
  request?: AppRequest;
  /** With which it was retired, once it is. */
  retirement?: Operation<'retire'>;
  /** What was last done to it, and came to its end. `by` is as in a release, `at` ISO 8601. */
  changed?: { kind: OperationKind; by: string; at: string };
  /** Where else it can be looked at. */
  links: { id: AppLink; url: string }[];
  /** Systems that could not be asked, each once; the rest still stands. */
  outages: Outage[];
}

/** What an application was asked and cost lately; what is left out nobody knows, and is not none. */
export interface AppFigures {
  /** Questions to its agent in the last hour. */
  runs?: number;
  /** Calls of its model that failed, in the last hour. */
  errors?: number;
  /** Of the last 24 hours, by the tokens of its model and the landing zone's prices. */
  cost?: { amount: number; currency: string };
}

/** An application of somebody's own teams. */
export interface MyApp {
  entityRef: string;
  title?: string;
  /** Entity reference. */
  owner?: string;
  /** Title of its landing zone. */
  landingZone: string;
  status: AppStatus;
  /** The commit that all of its pods run, where that can be seen. */
  running?: { commit: string } & Partial<CommitTold>;
  /** What the last operation was to do, where it came to no end and can be gone on with. */
  stopped?: OperationKind;
  /** Left out where its landing zone has no metrics, and for who may not read them. */
  figures?: AppFigures;
  /** Conversations of who asks in which its agent waits for their answer; left out where there are none, or none can be told. */
  waiting?: number;
  /** What who asks may do with it. */
  may: { release: boolean; chat: boolean };
}

/**
 * `GET /my/apps`: the applications that belong to who asks or to their teams, by name, as far as they have the permission
 * `private-ai.app.read` on them.
 */
export interface MyApps {
  apps: MyApp[];
  /** How many there are beyond those; left out where these are all. */
  more?: number;
  /** Systems that could not be asked, each once. */
  outages: Outage[];
  /** What else could not be asked, as sentences. */
  problems: string[];
}

/** `GET /platform` (permission `private-ai.curation.read`). */
export interface PlatformOverview {
  landingZones: {
    name: string;
    title: string;
    location: string;
    models: (ModelOffer & { used?: number; left?: number })[];
    /** What is not as it has to be, as sentences. */
    problems: string[];
    /** Systems that could not be asked, each once. */
    outages: Outage[];
  }[];
  templates: { version: string; apps: number }[];
  apps: {
    entityRef: string;
    owner?: string;
    landingZone: string;
    status: AppStatus;
    templateVersion?: string;
    /** ISO 8601, when the first resource was made. */
    createdAt?: string;
  }[];
}
