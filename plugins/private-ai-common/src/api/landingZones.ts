import type { Outage, Sentence } from './status';

/** Where Azure may process a prompt, as the deployment's SKU decides. */
export type Processing = 'regional' | 'data-zone' | 'global';

/** A model that a landing zone offers. */
export interface ModelOffer {
  name: string;
  version: string;
  /** `Standard`, `DataZoneStandard`, `GlobalStandard`, … */
  sku: string;
  processing: Processing;
  /** Thousands of tokens a minute. */
  maxCapacity: number;
  defaultCapacity: number;
  /** Per million tokens. */
  price?: { input: number; output: number; currency: string };
  /** Whether it can be tried before anything is made; told by `GET /landing-zones` alone. */
  playground?: true;
}

export const runtimes = ['typescript', 'python'] as const;
export type Runtime = (typeof runtimes)[number];

/** A skeleton of the template. */
export interface RuntimeOffer {
  name: Runtime;
  /** Why it is shown and cannot be chosen, as a sentence. */
  unavailable?: string;
}

/** The kinds of git host that the portal knows. */
export const gitHostTypes = ['github', 'azure', 'gitlab', 'gitea'] as const;
export type GitHostType = (typeof gitHostTypes)[number];

/** Where the made repository is published: chooses the scaffolder's publish step. */
export interface GitTarget {
  type: GitHostType;
  host: string;
  owner: string;
  /** Who may see a made repository. */
  visibility: 'private' | 'internal' | 'public';
}

/** What the form may offer of one landing zone. `GET /landing-zones` → `{ items: LandingZoneOffer[] }`. */
export interface LandingZoneOffer {
  name: string;
  title: string;
  location: string;
  models: ModelOffer[];
  runtimes: RuntimeOffer[];
  git: GitTarget;
}

/**
 * What the form asks for; the input of a `provision` operation. `POST /plan` takes it (possibly unfinished, see
 * {@link PlanRequest}) and answers with {@link AppPlan}.
 */
export interface AppRequest {
  /** See `isAppName`: repository, namespace and every derived name come from it. */
  name: string;
  /** `component:default/<name>` when left out. */
  entityRef: string;
  /** Entity reference of the owner. */
  owner: string;
  description?: string;
  landingZone: string;
  model: { name: string; version: string; sku: string; capacity: number };
  runtime: Runtime;
  instructions: string;
  templateVersion?: string;
}

/** What provisioning would do with one resource. `unknown`: it could not be asked. */
export const plannedActions = [
  'create',
  'change',
  'leave',
  'remove',
  'blocked',
  'unknown',
] as const;
export type PlannedAction = (typeof plannedActions)[number];

export interface PlannedResource {
  /** Stable in an app, e.g. `foundry-account`; what a translation goes by. */
  id: string;
  /** In words, e.g. `Foundry account`. */
  type: string;
  name: string;
  action: PlannedAction;
  /** For `change`: the properties that differ, e.g. `sku.capacity: 10 → 30`. */
  differences?: string[];
  /** For a change of the instructions: what they are now; `differences` has the other properties. */
  formerText?: string;
  /**
   * For `blocked`: why, as a sentence, or `needs …` with what it waits for. For `unknown`: the same; left out where an outage says
   * why. For `leave`: what a person should know all the same.
   */
  reason?: string;
}

/** Body of `POST /plan`. */
export interface PlanRequest extends Partial<AppRequest> {
  /** The application exists and is to be changed; else its name has to be free. */
  change?: boolean;
}

/** What stands in the way, in English. */
export interface PlanProblem {
  field?: keyof AppRequest;
  message: string;
  /** The same to be translated, where the portal itself says it. */
  sentence?: Sentence;
}

/**
 * What a request would do, resource by resource, and everything that stands in its way: sentences for the person, by the
 * field of the form that they belong to. Nothing is written for it. Rows are empty while the request cannot be read.
 */
export interface AppPlan {
  rows: PlannedResource[];
  problems: PlanProblem[];
  /** Systems that could not be asked, each once; without them nobody knows whether something else is in the way. */
  outages?: Outage[];
  /** It was retired, and is made again under its entity, which the catalog has still. */
  again?: boolean;
  /** The application's repository, where it is there already: it is taken as it is, and nothing is published. */
  repository?: StandingRepository;
}

/** A repository that describes the application, though the catalog does not know it. */
export interface StandingRepository {
  /** The newest of its default branch, by its full hash: what would run. */
  commit: string;
  /** What the catalog would register. */
  catalogInfoUrl: string;
}
