import type { ManifestInput } from '../app/names';
import type { ArmClient, ArmResource } from '../azure/client';
import { differences } from '../engine/differences';
import { lastChangeFailed, type Resource } from '../engine/resource';
import { saidOf, type NamedInAzure } from './descriptor';
import { requireOurTags } from './ownership';

/** A body as Azure Resource Manager takes it. */
export interface ArmBody {
  location?: string;
  tags?: Record<string, string>;
  properties?: object;
}

/** A resource of Azure Resource Manager that is written by PUT, read by GET and taken away by DELETE. */
export function armResource(
  of: NamedInAzure,
  app: ManifestInput,
  options: Pick<Resource, 'lane'> & {
    arm: ArmClient;
    /** What it should be; `found`: what is there, of which a PUT has to carry what others set. */
    body(found?: ArmResource): ArmBody;
    /** For types with tags: it must carry the application's when it exists. Types without are ours through their tagged parent. */
    isTagged?: boolean;
    /** Its tags are written with it, but a lack of them is no difference. */
    tagsMayLack?: boolean;
    /** More than the provisioning state that keeps dependents waiting. */
    waitsFor?(state: ArmResource): string | undefined;
  },
): Resource<ArmResource> {
  const { arm, body, isTagged, tagsMayLack, waitsFor, lane } = options;
  const said = saidOf(of, of.name(app));
  const id = of.armId(app);
  const { apiVersion } = of.type;
  const requireOurs = ({ tags }: ArmResource) => {
    if (isTagged) requireOurTags(said.title, tags, app.request.entityRef);
  };
  return {
    ...said,
    lane,
    read: step => arm.get(id, apiVersion, step.signal),
    waitsFor: state => inProgress(state.properties.provisioningState) ?? waitsFor?.(state),
    differs(state) {
      requireOurs(state);
      if (hasFailed(state.properties.provisioningState)) return [lastChangeFailed];
      const { tags, ...wanted } = body(state);
      return armDifferences({ ...wanted, ...(!tagsMayLack && tags && { tags }) }, state);
    },
    async write(step, state) {
      const wanted = body(state);
      // A PUT replaces all tags: those that others put there stay.
      const tags = wanted.tags && { tags: { ...state?.tags, ...wanted.tags } };
      const { resource, created } = await arm.put(
        id,
        apiVersion,
        { ...wanted, ...tags },
        { signal: step.signal, ...step.poller },
      );
      return { state: resource, created };
    },
    async remove(step, state) {
      requireOurs(state);
      await arm.remove(id, apiVersion, { signal: step.signal, ...step.poller });
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
