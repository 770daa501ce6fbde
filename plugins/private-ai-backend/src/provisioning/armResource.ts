import type { ArmClient, ArmResource } from '../azure/client';
import { differences } from './differences';
import { requireOurTag } from './ownership';
import type { Resource, Step } from './resource';

/** A body as Azure Resource Manager takes it. */
export interface ArmBody {
  location?: string;
  tags?: Record<string, string>;
  properties?: object;
}

/** A resource of Azure Resource Manager that is written by PUT and read by GET. */
export function armResource(options: {
  id: string;
  title: string;
  dependsOn: readonly string[];
  arm: ArmClient;
  apiVersion: string;
  armId(step: Step): string;
  body(step: Step): ArmBody;
  /** For types with tags: whose it must be when it exists. Types without are ours through their tagged parent. */
  owner?: string;
  /** More than the provisioning state that keeps dependents waiting. */
  waitsFor?(state: ArmResource): string | undefined;
}): Resource<ArmResource> {
  const { arm, apiVersion, armId, body, owner, title } = options;
  return {
    id: options.id,
    title,
    dependsOn: options.dependsOn,
    read: step => arm.get(armId(step), apiVersion, step.signal),
    waitsFor: state => inProgress(state.properties.provisioningState) ?? options.waitsFor?.(state),
    differs(state, step) {
      if (owner !== undefined) requireOurTag(title, state.tags, owner);
      const failed = /^(Failed|Canceled)$/i.test(String(state.properties.provisioningState));
      return failed ? ['its last change failed'] : armDifferences(body(step), state);
    },
    async write(step, state) {
      const wanted = body(step);
      // A PUT replaces all tags: those that others put there stay.
      const tags = wanted.tags && { tags: { ...state?.tags, ...wanted.tags } };
      await arm.put(
        armId(step),
        apiVersion,
        { ...wanted, ...tags },
        {
          signal: step.signal,
          ...step.poller,
        },
      );
    },
  };
}

/** What keeps dependents waiting while Azure works on a resource, or undefined. */
export function inProgress(provisioningState: unknown): string | undefined {
  const state = String(provisioningState ?? 'Succeeded');
  return /^(Succeeded|Failed|Canceled|Disabled)$/i.test(state) ? undefined : `Azure says ${state}`;
}

function armDifferences({ location, ...wanted }: ArmBody, found: ArmResource): string[] {
  // `Korea Central` and `koreacentral` are one.
  const moved = location && plain(location) !== plain(found.location ?? '');
  return [...(moved ? ['location'] : []), ...differences(wanted, found)];
}

const plain = (location: string) => location.toLowerCase().replaceAll(' ', '');
