import type { ArmClient, ArmResource } from '../azure/client';
import { differences } from '../engine/differences';
import { requireOurTag } from './ownership';
import { lastChangeFailed, type Resource, type Step } from '../engine/resource';

/** A body as Azure Resource Manager takes it. */
export interface ArmBody {
  location?: string;
  tags?: Record<string, string>;
  properties?: object;
}

/** What a resource of Azure says of itself before anybody asks. */
type Said = Pick<Resource, 'id' | 'type' | 'name' | 'dependsOn' | 'lane' | 'within'>;

/** A resource of Azure Resource Manager that is written by PUT, read by GET and taken away by DELETE. */
export function armResource(
  options: Said & {
    arm: ArmClient;
    apiVersion: string;
    armId(step: Step): string;
    /** What it should be; `found`: what is there, of which a PUT has to carry what others set. */
    body(step: Step, found?: ArmResource): ArmBody;
    /** For types with tags: whose it must be when it exists. Types without are ours through their tagged parent. */
    owner?: string;
    /** Its tags are written with it, but a lack of them is no difference. */
    tagsMayLack?: boolean;
    /** More than the provisioning state that keeps dependents waiting. */
    waitsFor?(state: ArmResource): string | undefined;
  },
): Resource<ArmResource> {
  const { arm, apiVersion, armId, body, owner, tagsMayLack, waitsFor, ...said } = options;
  const title = `${said.type} ${said.name}`;
  const requireOurs = ({ tags }: ArmResource) => {
    if (owner !== undefined) requireOurTag(title, tags, owner);
  };
  return {
    ...said,
    title,
    read: step => arm.get(armId(step), apiVersion, step.signal),
    waitsFor: state => inProgress(state.properties.provisioningState) ?? waitsFor?.(state),
    differs(state, step) {
      requireOurs(state);
      if (hasFailed(state.properties.provisioningState)) return [lastChangeFailed];
      const { tags, ...wanted } = body(step, state);
      return armDifferences({ ...wanted, ...(!tagsMayLack && tags && { tags }) }, state);
    },
    async write(step, state) {
      const wanted = body(step, state);
      // A PUT replaces all tags: those that others put there stay.
      const tags = wanted.tags && { tags: { ...state?.tags, ...wanted.tags } };
      const { resource, created } = await arm.put(
        armId(step),
        apiVersion,
        { ...wanted, ...tags },
        { signal: step.signal, ...step.poller },
      );
      return { state: resource, created };
    },
    async remove(step, state) {
      requireOurs(state);
      await arm.remove(armId(step), apiVersion, { signal: step.signal, ...step.poller });
    },
  };
}

/** What keeps dependents waiting while Azure works on a resource, or undefined. */
export function inProgress(provisioningState: unknown): string | undefined {
  const state = String(provisioningState ?? 'Succeeded');
  return /^(Succeeded|Failed|Canceled|Disabled)$/i.test(state) ? undefined : `Azure says ${state}`;
}

const hasFailed = (provisioningState: unknown) =>
  /^(Failed|Canceled)$/i.test(String(provisioningState));

function armDifferences({ location, ...wanted }: ArmBody, found: ArmResource): string[] {
  // `Korea Central` and `koreacentral` are one.
  const moved = location && plain(location) !== plain(found.location ?? '');
  return [...(moved ? differences({ location }, found) : []), ...differences(wanted, found)];
}

const plain = (location: string) => location.toLowerCase().replaceAll(' ', '');
