import { rootCertificates } from 'node:tls';
import type { ManifestInput } from '../app/names';
import type { KubernetesObject } from './client';
import { ownership } from './ownership';

/** Where the pods find it. */
export const CA_FOLDER = '/etc/private-ai/ca';

/**
 * What the pods trust where a firewall inspects what they send: `ca.crt` holds the company's authorities alone, for what adds
 * to its own (Node); `bundle.crt` the public ones as well, for what replaces its own (OpenSSL, Python). Undefined where the
 * landing zone has none.
 */
export function caBundleConfigMap(input: ManifestInput): KubernetesObject | undefined {
  const company = input.zone.network.caBundle?.trim();
  if (company === undefined) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: input.names.caBundle,
      namespace: input.names.namespace,
      ...ownership(input),
    },
    data: {
      'ca.crt': `${company}\n`,
      'bundle.crt': `${[...rootCertificates, company].join('\n')}\n`,
    },
  };
}

/** Tells each program of the pod where its trust lies. */
export const caEnvironment = [
  { name: 'NODE_EXTRA_CA_CERTS', value: `${CA_FOLDER}/ca.crt` },
  { name: 'SSL_CERT_FILE', value: `${CA_FOLDER}/bundle.crt` },
  { name: 'REQUESTS_CA_BUNDLE', value: `${CA_FOLDER}/bundle.crt` },
];
