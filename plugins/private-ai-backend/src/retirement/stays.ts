import { parseEntityRef } from '@backstage/catalog-model';
import type { StayingThing } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient, ArmResource } from '../azure/client';
import { deletedAccountsPath } from '../azure/foundryAccount';
import { describeId, sameText } from '../azure/resourceId';
import { capital } from '../azure/resourceTypes';
import { isOurs } from '../azure/tags';
import type { LandingZone } from '../config/landingZone';
import { formerRepository, imageRepository } from '../app/imageRepository';
import { isManaged } from '../kubernetes/ownership';
import type { Found } from './discovery';
import type { Connection } from './linkers';

const keptHours = 48;

/** What the portal leaves where it is when an application is retired, each with the reason. */
export function staysOf(
  { entityRef, zone }: { entityRef: string; zone: LandingZone },
  found: Found,
): StayingThing[] {
  const { name } = parseEntityRef(entityRef);
  const { foreign } = found;
  const titled = ({ id }: { id: string }) => capital(describeId(id));
  return [
    ...found.things
      .filter(one => one.foreign.length > 0)
      .map(({ resource, foreign: others }) => ({
        name: titled(resource),
        message: `Something else lies in it, which stays with it: ${others.map(({ id }) => describeId(id)).join('; ')}.`,
      })),
    ...found.namespaces
      .filter(one => !found.ownNamespaces.includes(one))
      .map(one => ({
        name: `Namespace ${one.metadata.name}`,
        message: isManaged(one)
          ? `It carries the portal’s labels, but is not called ${found.ends.namespace}, as the landing zone calls this application’s: the names may have been changed since, or somebody else put the labels there. If it is this application’s, have the platform team remove it (kubectl delete namespace ${one.metadata.name}).`
          : 'It carries this application’s label, but the portal did not make it.',
      })),
    ...foreign.tagged.map(one => ({
      name: titled(one),
      message: 'It carries this application’s tag, but the portal did not make it.',
    })),
    ...foreign.namesakes.map(one => ({
      name: titled(one),
      message:
        'It is called as this application’s would be, but does not carry its tag: the portal did not make it.',
    })),
    ...(foreign.namespace
      ? [
          {
            name: `Namespace ${foreign.namespace.metadata.name}`,
            message:
              'It is called as this application’s would be, but does not carry its label: the portal did not make it.',
          },
        ]
      : []),
    ...foreign.unproven.map(one => ({
      name: titled(one),
      message: `It carries the portal’s tags, but neither its name nor its resource group is what the landing zone gives to this application: the names may have been changed since, or somebody else put the tags there. If it is this application’s, have the platform team remove it (az resource delete --ids ${one.id}).`,
    })),
    ...foreign.elsewhere.map(({ what, zone: there }) => ({
      name: capital(what),
      message: `It is this application’s in the landing zone ${there}, where it is retired.`,
    })),
    ...foreign.shared.map(({ accountId, deployments }) => ({
      name: deployments.length
        ? deployments.map(titled).join('; ')
        : `Model deployments of ${describeId(accountId)}`,
      message: 'The account is shared, and others may use its deployments too.',
    })),
    ...foreign.connections.map(connection => ({
      name: titled(connection.linker),
      message: whoseConnection(connection, found),
    })),
    ...found.connections.flatMap(({ linker, namesakes }) =>
      namesakes.map(({ kind, name: called, namespace }) => ({
        name: `${kind} ${called} in namespace ${namespace}`,
        message: `It is called as what Service Connector makes of ${linker.name}, but is for another identity.`,
      })),
    ),
    ...found.connections.flatMap(({ unseen }) =>
      unseen.map(({ kind, name: called, namespace }) => ({
        name: `${kind} ${called} in namespace ${namespace}`,
        message:
          'The portal may not look at it there, because it did not make the namespace: if it is there, and of no use without the connection, have the platform team remove it.',
      })),
    ),
    ...foreign.roles.map(role => ({
      name: titled(role),
      message:
        'Somebody else gave it to the application’s identity; it means nothing any more once that is gone, and who gave it may remove it.',
    })),
    {
      name: `The images ${imageRepository({ name, entityRef }, zone)}`,
      message: `They stay until the registry’s retention removes them, and so do those of before in ${formerRepository({ name }, zone)}.`,
    },
    {
      name: `Logs and metrics of ${name}`,
      message: 'They stay until the retention of the platform’s workspaces ends.',
    },
  ];
}

/** Why a connection that has to do with the application is not its own. */
function whoseConnection({ scope, clientId }: Connection, { ends, namespaces }: Found): string {
  if (!scope) return 'It names no namespace, so nothing says that it is this application’s.';
  const isItsOwn = namespaces.some(({ metadata }) => metadata.name === scope);
  const uses = ends.clientIds.some(id => sameText(id, clientId));
  if (!isItsOwn && (uses || scope !== ends.namespace))
    return `It connects the namespace ${scope}, which is not this application’s, and stops working without what is removed here.`;
  return `It connects the namespace ${scope} by an identity that the portal did not make for this application: it is left as it is, with the Secret and the ServiceAccount that Service Connector made of it.`;
}

/** What a removed account leaves behind. */
export function deletedAccountStays(name: string, until: Date): StayingThing {
  return {
    name: `The deleted Foundry account ${name}`,
    message: `Azure keeps it, and with it its name and its subdomain, for ${keptHours} hours (until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC); provisioning the application again before that restores it.`,
  };
}

/** Until when Azure keeps an account that is deleted now. */
export const keptUntil = (now: number): Date => new Date(now + keptHours * 3_600_000);

/** The application's accounts that are deleted already, and still kept. */
export async function deletedAccounts(
  { entityRef, zone }: { entityRef: string; zone: LandingZone },
  arm: ArmClient,
  signal: AbortSignal,
): Promise<{ name: string; until: Date }[]> {
  const all = await arm.list(deletedAccountsPath(zone), apiVersions.cognitiveServices, { signal });
  return all
    .filter(({ tags }: ArmResource) => isOurs(tags, entityRef))
    .map(({ name, properties }) => ({
      name,
      until: new Date(String(properties.scheduledPurgeDate)),
    }))
    .filter(({ until }) => !Number.isNaN(until.getTime()));
}

/** Whether two lists of deleted accounts name the same one. */
export const isNamed = (name: string) => (one: { name: string }) => sameText(one.name, name);
