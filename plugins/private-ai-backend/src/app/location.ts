import { stringifyEntityRef, type Entity } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  ANNOTATION_AGENT_PATH,
  ANNOTATION_LANDING_ZONE,
  ANNOTATION_NAMESPACE,
  ANNOTATION_SERVICE,
  DEFAULT_AGENT_PATH,
} from '@private-ai/plugin-private-ai-common';
import type { LandingZone } from '../config/landingZone';
import { knownZones, zoneNamed } from '../config/zones';
import { describedBy, type Described } from './belonging';

/** Where an entity's annotations say that its app is. Whose it is, the Namespace's label says. */
export interface AppLocation {
  entityRef: string;
  zone: LandingZone;
  namespace: string;
  service: { name: string; port: number };
  /** Begins with `/`. */
  agentPath: string;
  /** Whom and what its entity names now; left out where that does not matter. */
  described?: Described;
}

/** One word for one application at one place: whoever has its name next, or points elsewhere, has another. */
export const placeOf = ({ entityRef, zone, namespace, described }: AppLocation) =>
  JSON.stringify([entityRef, zone.name, namespace, described?.origin, described?.owners]);

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const plainPath = /^(\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)+\/?$/;

/**
 * Parses the annotations; their values become parts of URLs and queries, so only what the field allows passes.
 * @throws NotFoundError when an annotation or its landing zone is missing, InputError when a value is wrong
 */
export function locateApp(entity: Entity, zones: readonly LandingZone[]): AppLocation {
  const entityRef = stringifyEntityRef(entity);
  const annotation = (name: string) => entity.metadata.annotations?.[name]?.trim() || undefined;
  const required = (name: string) => {
    const value = annotation(name);
    if (value) return value;
    throw new NotFoundError(`${entityRef} has no annotation ${name}: it is no private AI app.`);
  };
  const wrong = (name: string, must: string) =>
    new InputError(`The annotation ${name} of ${entityRef} must be ${must}.`);

  const zoneName = required(ANNOTATION_LANDING_ZONE);
  const zone = zoneNamed(zones, zoneName);
  if (!zone) {
    throw new NotFoundError(
      `The annotation ${ANNOTATION_LANDING_ZONE} of ${entityRef} names '${zoneName}', which this portal does not have. It has: ${knownZones(zones)}.`,
    );
  }
  const namespace = required(ANNOTATION_NAMESPACE);
  if (!dnsLabel.test(namespace)) throw wrong(ANNOTATION_NAMESPACE, "a namespace's name");
  const [name, portText = '80', ...more] = required(ANNOTATION_SERVICE).split(':');
  const port = Number(portText);
  if (
    !dnsLabel.test(name) ||
    more.length > 0 ||
    !(Number.isInteger(port) && port > 0 && port < 65536)
  ) {
    throw wrong(ANNOTATION_SERVICE, "a Service's name, or name:port");
  }
  const agentPath = annotation(ANNOTATION_AGENT_PATH) ?? DEFAULT_AGENT_PATH;
  if (!plainPath.test(agentPath))
    throw wrong(ANNOTATION_AGENT_PATH, 'a plain path such as /api/agent');
  const described = describedBy(entity);
  return { entityRef, zone, namespace, service: { name, port }, agentPath, described };
}
