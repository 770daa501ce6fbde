import type { LandingZone } from '../config/landingZone';
import type { Problem } from '../app/problem';
import type { Place } from '../resources/actions';
import { clusterProblems } from './cluster';
import { dnsZoneProblems, subnetProblems } from './network';
import { missingActions } from './permissions';
import { neededProviders, providerProblems } from './providers';
import type { Question } from './question';
import { registryProblems } from './registry';
import { actionsAt, isImage, type Purpose } from './requiredActions';
import { missingSentence } from './roles';
import type { ZoneFacts } from './zoneFacts';

/**
 * What has to be right in a landing zone for some purposes; nothing else is asked.
 * @param group - the company's resource group that the applications lie in, where they do not get their own
 */
export function zoneQuestions(
  zone: LandingZone,
  facts: ZoneFacts,
  { purposes, group }: { purposes: readonly Purpose[]; group?: string },
): Question[] {
  const has = (purpose: Purpose) => purposes.includes(purpose);
  const providers = neededProviders(purposes).map(namespace => ({
    about: `the registration of ${namespace}`,
    ask: async () => {
      const state = await facts.providerState(namespace);
      return sentences(providerProblems(namespace, state, zone.azure.subscriptionId));
    },
  }));
  const subnet = {
    about: 'the subnet of the private endpoints',
    ask: async () => sentences(subnetProblems(zone, await facts.subnet())),
  };
  const cluster = {
    about: 'the AKS cluster',
    ask: async () => sentences(clusterProblems(zone, await facts.cluster())),
  };
  const registry = {
    about: 'the container registry',
    ask: async () => sentences(registryProblems(zone, await facts.registry())),
  };
  const dnsZones = dnsZonesOf(zone).map(([key, id]) => ({
    about: `the private DNS zone ${id.split('/').at(-1)}`,
    ask: async () => sentences(dnsZoneProblems(zone, key, id, await facts.dnsZone(id))),
  }));
  return [
    ...providers,
    ...permissionQuestions(zone, facts, { purposes, group }),
    ...(has('private-endpoint') ? [subnet] : []),
    ...(has('dns-zone-group') ? dnsZones : []),
    ...(has('service-connector') ? [cluster] : []),
    ...(purposes.some(isImage) || has('builder-access') ? [registry] : []),
  ];
}

function permissionQuestions(
  zone: LandingZone,
  facts: ZoneFacts,
  { purposes, group }: { purposes: readonly Purpose[]; group?: string },
): Question[] {
  const scopes = new Map<string, { where: string; actions: Set<string> }>();
  const need = (id: string, title: string, actions: readonly string[]) => {
    const known = scopes.get(id) ?? { where: title, actions: new Set() };
    actions.forEach(action => known.actions.add(action));
    if (actions.length > 0) scopes.set(id, known);
  };
  const at = (place: Place) => actionsAt(purposes, place);
  const subscription = `/subscriptions/${zone.azure.subscriptionId}`;
  const whole = `the subscription ${zone.azure.subscriptionId}`;

  need(subscription, whole, at('subscription'));
  const [scope, where] = group
    ? [`${subscription}/resourceGroups/${group}`, `the resource group ${group}`]
    : [subscription, whole];
  // The company's group is neither made nor taken away.
  const ofGroup = /\/resourceGroups\/(write|delete)$/;
  need(
    scope,
    where,
    at('applications').filter(action => !(group && ofGroup.test(action))),
  );
  const { foundry } = zone;
  if (foundry.account === 'shared')
    need(foundry.accountId, named('Foundry account', foundry.accountId), at('account'));
  else need(scope, where, at('account'));
  const { privateEndpointSubnetId } = zone.network;
  need(privateEndpointSubnetId, named('subnet', privateEndpointSubnetId), at('subnet'));
  for (const [, id] of dnsZonesOf(zone)) need(id, named('private DNS zone', id), at('dns-zones'));
  need(zone.aks.clusterId, named('AKS cluster', zone.aks.clusterId), at('cluster'));
  need(zone.registry.id, named('container registry', zone.registry.id), at('registry'));

  return [...scopes].map(([id, needed]) => ({
    about: `the permissions of the portal’s identity on ${needed.where}`,
    ask: async () => {
      const given = await facts.permissions(id);
      // What does not exist is said by another question.
      const missing = given ? missingActions([...needed.actions].sort(), given) : [];
      return missing.length > 0 ? sentences([missingSentence(missing, needed.where)]) : [];
    },
  }));
}

const dnsZonesOf = ({ network }: LandingZone) => Object.entries(network.dnsZoneIds ?? {});
const named = (type: string, id: string) => `the ${type} ${id.split('/').at(-1)}`;
const sentences = (messages: readonly string[]): Problem[] =>
  messages.map(message => ({ message }));
