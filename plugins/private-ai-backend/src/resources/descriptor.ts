import type { AppPart, Health, ResourceId } from '@private-ai/plugin-private-ai-common';
import type { AppLocation } from '../app/location';
import type { AppNames, ManifestInput } from '../app/names';
import type { Azure } from '../azure/azureFor';
import type { ArmResource } from '../azure/client';
import type { ResourceType } from '../azure/resourceTypes';
import type { LandingZone } from '../config/landingZone';
import type { NamedType } from '../config/patterns';
import type { Resource } from '../engine/resource';
import type { ClusterClient } from '../kubernetes/client';
import type { Actions } from './actions';
import type { Checkable } from './checkable';

/** What an application's resources are read and written with. */
export interface Reach {
  azure: Azure;
  cluster: ClusterClient;
  /** The portal's public keys as a JSON Web Key Set. */
  jwks: string;
}

/** As much of an application as says what its things are called, and where they lie. */
type Located = Pick<ManifestInput, 'names' | 'zone'>;

/** As much of one as says who makes what. */
export interface Placed {
  zone: LandingZone;
  names: Pick<AppNames, 'sharedAccountId'>;
}

interface Described {
  /** The browser translates its title by it. */
  id: ResourceId;
  /** In words, at the beginning of a sentence, e.g. `Foundry account`. */
  title: string;
  /** The part of an application that it belongs to; left out: it comes with a whole one only. */
  part?: AppPart;
  /** What has to be there before, as far as the application has it. */
  dependsOn: readonly ResourceId[];
  /** Among these, or among what is before them: what it lies in. */
  within?: ResourceId;
  /** Whether the portal makes it there; left out: everywhere. */
  isMade?(at: Placed): boolean;
  /** As a verification looks at it, where that is not just as it is made. */
  checked?(it: Resource, app: ManifestInput): Checkable;
}

interface Making {
  /** As the portal makes it. */
  made(app: ManifestInput, reach: Reach): Resource;
  /** Where the portal does not make it, and it has to be there. */
  given?(app: ManifestInput, reach: Reach): Resource;
}

interface InAzure extends Described {
  in: 'azure';
  type: ResourceType;
  /** What the portal's identity has to be allowed to make it and to read it back. */
  actions: Actions;
  /** The same to find it for a retirement, and to take it away. */
  removing?: Actions;
  /** Resource providers that it needs; its type's own when left out. */
  providers?: readonly string[];
}

/** One whose name is known before it is there. */
interface Named {
  name(app: Located): string;
  armId(app: Located): string;
  inventory?: Inventory;
}
interface Unnamed {
  armId?: undefined;
  inventory?: undefined;
}

/** A health that is not the best, and why, as a sentence. */
export interface Trouble {
  health: Health;
  message: string;
}

/** How the overview of an application comes to expect it, and what more than Azure's own word says how it is. */
export interface Inventory {
  /** The annotation of the entity that says its name; without it, it is not expected. */
  annotation?: { key: string; names: NamedType };
  /** It is expected only beside this one. */
  with?: ResourceId;
  /** Why what was found is not the application's, as a sentence. */
  misplaced?(found: ArmResource, at: AppLocation): string | undefined;
  /** What is not well with it although Azure says that it is. */
  trouble?(found: ArmResource): Trouble | undefined;
}

/** By its own tag, which says whose it is. */
interface ByTag extends Named {
  foundBy: 'tag';
  /** All applications' of the landing zone, whatever its tag says. */
  isEverybodys?(names: AppNames): boolean;
}

/** It comes with what carries a tag, and is the application's for as long as that is. */
interface Below {
  within: ResourceId;
  /** What it is called beside others' of its name; its own name when left out. */
  called?(found: ArmResource, parent: ArmResource): string;
  /** Azure takes one change at a time of what lies in the same thing. */
  oneAtATime?: boolean;
}
interface ByParent extends Below {
  foundBy: 'parent';
}

interface ByConnection {
  foundBy: 'connection';
  /** What a retirement takes away after it, and what comes with that. */
  before: readonly ResourceId[];
}

/**
 * A type of Azure's that an application is made of. `foundBy`: how a retirement finds it. `parent`: among what lies in that;
 * `identity`: among what the application's identity was given, wherever; `connection`: among what connects the cluster's
 * namespaces; `nothing`: it is no thing of its own.
 */
export type AzureResource = InAzure &
  (
    | (Making &
        (
          | ByTag
          | (ByParent & Named)
          | (Below & { foundBy: 'identity' } & Unnamed)
          | (ByConnection & Named)
          | ({ foundBy: 'nothing' } & Unnamed)
        ))
    // Of another resource's making.
    | (ByParent & Unnamed & { made?: undefined; given?: undefined })
  );

export type MadeInAzure = Extract<AzureResource, Making>;
export type NamedInAzure = Extract<AzureResource, Named>;
export type TaggedInAzure = Extract<AzureResource, ByTag>;
/** What connects a namespace of the cluster; found by that. */
export type ConnectionInAzure = Extract<AzureResource, { foundBy: 'connection' }>;
export type BelowInAzure = Extract<AzureResource, Below>;

/** In the application's namespace, or that itself. It goes with the namespace, whose label says whose it is. */
export interface ClusterResource extends Described, Making {
  in: 'cluster';
}

/** In the cluster, once for all applications of a landing zone: no retirement takes it away. */
export interface ZoneResource extends Described {
  in: 'landing-zone';
  isMade(at: Placed): boolean;
  made(at: Pick<ManifestInput, 'zone'>, reach: Pick<Reach, 'cluster'>): Resource;
  given(at: Pick<ManifestInput, 'zone'>, reach: Pick<Reach, 'cluster'>): Resource;
}

/** Everything about one type that an application is made of: whoever has to know all types derives it from these. */
export type Descriptor = AzureResource | ClusterResource | ZoneResource;

export const isMade = (one: Descriptor, at: Placed): boolean => one.isMade?.(at) ?? true;

/** Where an application has an account of its own, and not one that all of its landing zone share. */
export const hasOwnAccount = ({ names }: Placed): boolean => names.sharedAccountId === undefined;

/** What a resource says of itself before anybody asks. */
export const saidOf = ({ id, title, dependsOn, within }: Descriptor, name: string) => ({
  ...{ id, type: title, name, title: `${title} ${name}` },
  ...{ dependsOn, within },
});
