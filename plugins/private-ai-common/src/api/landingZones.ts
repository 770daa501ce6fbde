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
}

export type Runtime = 'typescript' | 'python';

/** Where the made repository is published: chooses the scaffolder's publish step. */
export interface GitTarget {
  type: 'github' | 'azure' | 'gitlab' | 'gitea';
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
  runtimes: Runtime[];
  git: GitTarget;
}

/**
 * What the form asks for; the input of a `provision` operation. `POST /preview` takes it (possibly unfinished) and
 * answers with {@link AppPreview}.
 */
export interface AppRequest {
  /** DNS label, 3 to 24 characters: repository, namespace and every derived name come from it. */
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

/** What a request would make, by name; problems are sentences for the person, by the field that they belong to. */
export interface AppPreview {
  resources: { type: string; name: string }[];
  problems: { field?: keyof AppRequest; message: string }[];
}
