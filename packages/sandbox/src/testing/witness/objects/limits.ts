import { namespace, post, type WitnessRequest } from '../request.ts';
import { specified } from './object.ts';

const quota = (what: string, spec: unknown) => specified('ResourceQuota', what, spec);
const range = (what: string, ...limits: unknown[]) => specified('LimitRange', what, { limits });

export const limits = [
  quota('as the portal makes it', {
    hard: {
      pods: '20',
      'requests.cpu': '4',
      'requests.memory': '8Gi',
      'limits.cpu': '8',
      'limits.memory': '16384Mi',
    },
  }),
  quota('counts', {
    hard: { 'count/deployments.apps': '5', services: '10', 'services.loadbalancers': 0 },
  }),
  quota('no unit', { hard: { 'requests.memory': '8GiB' } }),
  quota('a negative one', { hard: { pods: '-1' } }),
  quota('half a pod', { hard: { pods: '1.5' } }),
  quota('no such resource', { hard: { 'requests.gpus': '1' } }),
  quota('a qualified resource', { hard: { 'requests.nvidia.com/gpu': '1' } }),
  quota('a bad resource', { hard: { 'requests/cpu/x': '1' } }),
  quota('scopes', { hard: { pods: '4' }, scopes: ['BestEffort'] }),
  quota('scopes that exclude each other', {
    hard: { pods: '4' },
    scopes: ['BestEffort', 'NotBestEffort'],
  }),
  quota('a scope that does not fit', { hard: { 'requests.cpu': '4' }, scopes: ['BestEffort'] }),
  quota('no such scope', { hard: { pods: '4' }, scopes: ['Nice'] }),
  quota('nothing in it', {}),
  range('as the portal makes it', {
    type: 'Container',
    default: { cpu: '500m', memory: '512Mi' },
    defaultRequest: { cpu: '100m', memory: '128Mi' },
  }),
  range('all fields', {
    type: 'Container',
    max: { cpu: '2' },
    min: { cpu: '50m' },
    default: { cpu: '1000m' },
    defaultRequest: { cpu: '0.1' },
    maxLimitRequestRatio: { cpu: '20' },
  }),
  range('min over max', { type: 'Container', min: { cpu: '3' }, max: { cpu: '2' } }),
  range('default over max', { type: 'Container', default: { cpu: '3' }, max: { cpu: '2' } }),
  range('default under min', { type: 'Container', default: { cpu: '1' }, min: { cpu: '2' } }),
  range('request over default', {
    type: 'Container',
    default: { memory: '1Gi' },
    defaultRequest: { memory: '2Gi' },
  }),
  range('request over max', { type: 'Container', defaultRequest: { cpu: '3' }, max: { cpu: '2' } }),
  range('request under min', {
    type: 'Container',
    defaultRequest: { cpu: '1' },
    min: { cpu: '2' },
  }),
  range('ratio under one', { type: 'Container', maxLimitRequestRatio: { cpu: '500m' } }),
  range('ratio over max by min', {
    type: 'Container',
    min: { cpu: '1' },
    max: { cpu: '2' },
    maxLimitRequestRatio: { cpu: '3' },
  }),
  range('default for pods', { type: 'Pod', default: { cpu: '1' } }),
  range('for pods', { type: 'Pod', max: { cpu: '1' } }),
  range('no type', { max: { cpu: '1' } }),
  range('twice', { type: 'Pod', max: { cpu: '1' } }, { type: 'Pod', max: { cpu: '1' } }),
  range('a volume claim of any size', { type: 'PersistentVolumeClaim', max: { cpu: '1' } }),
  range('a bad quantity', { type: 'Container', max: { cpu: 'one' } }),
  range('no such resource', { type: 'Container', max: { gpus: '1' } }),
  ...inLimited(
    range('all that there is', {
      type: 'Container',
      max: { cpu: '2', memory: '2Gi' },
      default: { cpu: '500m' },
      defaultRequest: { cpu: '100m', memory: '128Mi' },
    }),
    specified('Pod', 'given its limits', { containers: [{ name: 'a', image: 'i' }] }),
    specified('Pod', 'beyond its limits', {
      containers: [{ name: 'a', image: 'i', resources: { limits: { cpu: '3' } } }],
    }),
  ),
];

/** The same in a namespace of their own. */
function inLimited(...requests: WitnessRequest[]): WitnessRequest[] {
  const moved = requests.map(one => ({ ...one, path: one.path.replace('/objects/', '/limited/') }));
  return [post('Namespace: limited', '/api/v1/namespaces', namespace('limited')), ...moved];
}
