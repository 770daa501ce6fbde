import { randomUUID } from 'node:crypto';
import { TAG_ENTITY } from '@private-ai/plugin-private-ai-common';
import type { KubernetesObject } from '../kubernetes/client';
import type { ManifestInput } from '../app/names';

/**
 * Label of the pods that look names up; its value is the operation that started one. They carry none of the application's
 * own labels, which a Service, a ReplicaSet or the inventory might take for one of its pods.
 */
export const LABEL_LOOKUP = 'private-ai-lookup';

/** A pod is ended by the cluster after so many seconds, whoever started it. */
export const lookupSeconds = 90;

/** What a lookup came to: addresses, or the resolver's code. */
export type Lookup = { addresses: string[] } | { code: string };

// No `$(`: Kubernetes would take it for a variable.
const programs = {
  typescript: [
    'node',
    '-e',
    "const { lookup } = require('node:dns').promises;" +
      'const ask = name => lookup(name, { all: true })' +
      '.then(found => ({ addresses: found.map(one => one.address) }), error => ({ code: error.code }))' +
      '.then(answer => [name, answer]);' +
      'Promise.all(process.argv.slice(1).map(ask))' +
      '.then(all => console.log(JSON.stringify(Object.fromEntries(all))));',
  ],
  python: [
    'python3',
    '-c',
    `import json, socket, sys
def ask(name):
    try:
        return {"addresses": sorted({one[4][0] for one in socket.getaddrinfo(name, 443)})}
    except socket.gaierror as error:
        return {"code": "ENOTFOUND" if error.errno == socket.EAI_NONAME else "EAI_AGAIN"}
print(json.dumps({name: ask(name) for name in sys.argv[1:]}))`,
  ],
};

/** Asks the resolver of the application's runtime for names, and prints a JSON object with a {@link Lookup} for each. */
export function lookupCommand(runtime: keyof typeof programs, hosts: readonly string[]): string[] {
  return [...programs[runtime], ...hosts];
}

/**
 * A pod beside the application's, from its image and on its nodes, that looks names up as the application would. It signs in
 * nowhere and has no rights.
 */
export function lookupPod(
  { names, request }: Pick<ManifestInput, 'names' | 'request'>,
  {
    deployment,
    hosts,
    operationId,
  }: { deployment: KubernetesObject; hosts: readonly string[]; operationId: string },
): KubernetesObject {
  const template = deployment.spec.template.spec;
  const { nodeSelector, tolerations, imagePullSecrets, dnsPolicy, dnsConfig, hostAliases } =
    template;
  const containers: { name: string; image: string }[] = template.containers;
  const { image } = containers.find(({ name }) => name === names.service) ?? containers[0];
  const asTheApp = {
    nodeSelector,
    tolerations,
    imagePullSecrets,
    dnsPolicy,
    dnsConfig,
    hostAliases,
  };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `private-ai-lookup-${randomUUID().slice(0, 8)}`,
      namespace: names.namespace,
      labels: { [LABEL_LOOKUP]: operationId },
      annotations: { [TAG_ENTITY]: request.entityRef },
    },
    spec: {
      ...Object.fromEntries(Object.entries(asTheApp).filter(([, value]) => value !== undefined)),
      restartPolicy: 'Never',
      activeDeadlineSeconds: lookupSeconds,
      terminationGracePeriodSeconds: 1,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 1000,
        runAsGroup: 1000,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          name: 'lookup',
          image,
          command: lookupCommand(request.runtime, hosts),
          resources: {
            // All that the quota counts: it is made also where nothing names it in its place.
            requests: { cpu: '10m', memory: '64Mi', 'ephemeral-storage': '16Mi' },
            limits: { cpu: '500m', memory: '128Mi', 'ephemeral-storage': '64Mi' },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    },
  };
}

/** Of what the pod printed; the runtime may have said something before. @throws Error where there is no answer in it */
export function readLookups(log: string): Record<string, Lookup> {
  const line = log.split('\n').findLast(one => one.startsWith('{'));
  try {
    const answer: unknown = JSON.parse(line ?? '');
    if (typeof answer === 'object' && answer !== null) return answer as Record<string, Lookup>;
  } catch {
    // Told below.
  }
  throw new Error(`the pod answered something else than names: ${log.trim().slice(0, 200)}`);
}
