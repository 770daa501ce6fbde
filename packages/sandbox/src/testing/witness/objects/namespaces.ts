import { apply, namespace, post } from '../request.ts';
import { created, home } from './object.ts';

const podSecurity = (mode: string, value: string) => ({
  labels: { [`pod-security.kubernetes.io/${mode}`]: value },
});

export const namespaces = [
  post('Namespace: home', '/api/v1/namespaces', namespace(home)),
  created(
    'Namespace',
    'three levels',
    {},
    {
      labels: {
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'v1.33',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': 'latest',
      },
    },
  ),
  created('Namespace', 'no such level', {}, podSecurity('enforce', 'strict')),
  created('Namespace', 'no such version', {}, podSecurity('enforce-version', '1.33')),
  created('Namespace', 'no such level to warn of', {}, podSecurity('warn', 'Restricted')),
  created('Namespace', 'too long a name', {}, { name: 'n'.repeat(64) }),
  created('Namespace', 'a dot in its name', {}, { name: 'a.b' }),
  created('Namespace', 'a bad label key', {}, { labels: { '-bad': 'x', 'a/b/c': 'x' } }),
  created('Namespace', 'a bad label value', {}, { labels: { a: 'component:default/weather' } }),
  created('Namespace', 'a bad annotation key', {}, { annotations: { 'Not OK': 'x' } }),
  created(
    'Namespace',
    'annotations with anything in them',
    {},
    {
      annotations: { 'private-ai/entity': 'component:default/weather' },
    },
  ),
  created('Namespace', 'too much in annotations', {}, { annotations: { a: 'x'.repeat(262_145) } }),
  apply('Namespace: of nobody', '/api/v1/namespaces/of-nobody', namespace('of-nobody')),
  apply('Namespace: of nobody, again', '/api/v1/namespaces/of-nobody', namespace('of-nobody')),
  created('Namespace', 'a bad finalizer', { spec: { finalizers: ['x y'] } }),
];
