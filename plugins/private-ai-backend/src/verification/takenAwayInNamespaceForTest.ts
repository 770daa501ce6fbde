import { collectorManifest } from '../kubernetes/collector';
import { namespace } from '../kubernetes/namespace';
import { ownerBinding } from '../kubernetes/ownerBinding';
import { podMonitorManifest } from '../kubernetes/podMonitor';
import { portalKeysConfigMap } from '../kubernetes/portalKeys';
import {
  access,
  afterConfig,
  authorities,
  config,
  connector,
  gone,
  keys,
  portalAccess,
  secret,
  type Case,
} from './saidForTest';
import { inNamespace, type World } from './verifyForTest';

export const removeObject = ({ platform }: World, ...of: Parameters<typeof inNamespace>) =>
  platform.remove(inNamespace(...of));
/** What all applications share, under the names that the landing zone has given. */
const shared = ({ app }: World) => [collectorManifest(app.zone), podMonitorManifest(app.zone)];
const removeShared = (world: World, at: 0 | 1) => {
  const { apiVersion, kind, metadata } = shared(world)[at];
  return world.platform.remove({ apiVersion, kind, ...metadata });
};
const layDown = async (world: World) => {
  for (const one of shared(world)) await world.platform.apply(one);
};

/** What the portal has laid into the application's namespace, and what that goes by, one after another. */
export const takenAwayInNamespace: Record<string, Case> = {
  'what the agent is told': {
    takeAway: world => removeObject(world, 'ConfigMap', 'weather-agent'),
    wrong: { [config]: gone },
    skipped: afterConfig,
    plans: [config],
  },
  'the portal’s keys': {
    takeAway: world => removeObject(world, 'ConfigMap', 'weather-portal'),
    wrong: { [keys]: gone },
    plans: [keys],
  },
  'the portal’s newest keys': {
    takeAway: ({ app, platform }) => platform.apply(portalKeysConfigMap(app, 'old')),
    wrong: { [keys]: 'is not as it should be: ConfigMap weather-portal' },
    plans: [keys],
  },
  'its telemetry': {
    takeAway: world =>
      removeObject(world, 'Instrumentation', 'private-ai', 'opentelemetry.io/v1alpha1'),
    wrong: { 'Telemetry weather': gone },
    plans: ['Telemetry weather'],
  },
  'the landing zone’s collector': {
    takeAway: world => removeShared(world, 0),
    wrong: { 'OpenTelemetryCollector otel': gone },
    // Not the portal's to make.
    plans: [],
    putBack: layDown,
  },
  'what has the collector scraped': {
    takeAway: world => removeShared(world, 1),
    wrong: { 'PodMonitor of otel': gone },
    plans: [],
    putBack: layDown,
  },
  'the owner’s access': {
    takeAway: world =>
      removeObject(world, 'RoleBinding', 'private-ai-owner', 'rbac.authorization.k8s.io/v1'),
    wrong: { [access]: gone },
    plans: [access],
  },
  'the owner’s access, given to others': {
    takeAway: ({ app, platform }) =>
      platform.apply(ownerBinding(app, { kind: 'Group', id: 'others' })),
    wrong: {
      [access]: expect.stringMatching(/^is not as it should be: subjects\.0\.name: others → /),
    },
    plans: [access],
  },
  'the portal’s own access': {
    takeAway: world =>
      removeObject(world, 'RoleBinding', 'private-ai-portal', 'rbac.authorization.k8s.io/v1'),
    wrong: { [portalAccess]: gone },
    skipped: [connector, `Secret ${secret}`],
    plans: [portalAccess],
  },
  'the authorities that are trusted': {
    takeAway: world => removeObject(world, 'ConfigMap', 'weather-ca'),
    wrong: { [authorities]: gone },
    skipped: afterConfig,
    plans: [authorities],
  },
  'Pod Security': {
    takeAway({ app, platform }) {
      const { zone } = app;
      const guardrails = { ...zone.guardrails, podSecurityVersion: 'latest' };
      return platform.apply(namespace({ ...app, zone: { ...zone, guardrails } }));
    },
    wrong: { 'Namespace weather': 'is not as it should be: Namespace weather' },
    plans: ['Namespace weather'],
  },
  'the quota': {
    takeAway: world => removeObject(world, 'ResourceQuota', 'private-ai'),
    wrong: { 'Namespace weather': 'is not as it should be: ResourceQuota private-ai' },
    plans: ['Namespace weather'],
  },
  'what a container gets that does not say': {
    takeAway: world => removeObject(world, 'LimitRange', 'private-ai'),
    wrong: { 'Namespace weather': 'is not as it should be: LimitRange private-ai' },
    plans: ['Namespace weather'],
  },
  'the way to DNS': {
    takeAway: world => removeObject(world, 'NetworkPolicy', 'allow-dns', 'networking.k8s.io/v1'),
    wrong: { 'Namespace weather': 'is not as it should be: NetworkPolicy allow-dns' },
    plans: ['Namespace weather'],
  },
};
