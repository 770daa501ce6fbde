import { quantity } from '../kubernetes/quantity.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import type { ClusterClient } from './client.ts';
import type { EnvVar } from './envVar.ts';
import { podField, SetupError, valuesOf } from './podSetup.ts';

/** A container of a pod's manifest, as far as the kubelet reads it. */
export interface Container {
  name: string;
  image: string;
  command?: string[];
  args?: string[];
  env?: EnvVar[];
  envFrom?: {
    prefix?: string;
    secretRef?: { name: string; optional?: boolean };
    configMapRef?: { name: string; optional?: boolean };
  }[];
  ports?: { name?: string; containerPort: number }[];
  volumeMounts?: { name: string; mountPath: string; subPath?: string }[];
  resources?: Record<'limits' | 'requests', Record<string, string> | undefined>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- probes.ts reads them
  [field: string]: any;
}

/** The environment that a container's manifest asks for, on top of its image's. @throws SetupError */
export async function environmentOf(
  pod: KubernetesObject,
  container: Container,
  image: Record<string, string>,
  client: ClusterClient,
): Promise<Record<string, string>> {
  const namespace = String(pod.metadata.namespace);
  const env: Record<string, string> = { ...image };
  for (const { prefix = '', secretRef, configMapRef } of container.envFrom ?? []) {
    const from = secretRef ?? configMapRef;
    if (!from) continue;
    const kind = secretRef ? 'secrets' : 'configmaps';
    const values = await valuesOf(client, kind, { namespace, ...from });
    for (const [key, value] of Object.entries(values ?? {}))
      env[prefix + key] = value.toString('utf8');
  }
  for (const { name, value, valueFrom } of container.env ?? []) {
    const given = valueFrom
      ? await valueOf(pod, container, valueFrom, client)
      : expanded(value ?? '', env);
    if (given !== undefined) env[name] = given;
  }
  return env;
}

async function valueOf(
  pod: KubernetesObject,
  container: Container,
  { fieldRef, resourceFieldRef, secretKeyRef, configMapKeyRef }: NonNullable<EnvVar['valueFrom']>,
  client: ClusterClient,
): Promise<string | undefined> {
  if (fieldRef) return podField(pod, fieldRef.fieldPath) ?? '';
  if (resourceFieldRef) return amount(container, resourceFieldRef);
  const from = secretKeyRef ?? configMapKeyRef;
  if (!from) return undefined;
  const namespace = String(pod.metadata.namespace);
  const kind = secretKeyRef ? 'secrets' : 'configmaps';
  const value = (await valuesOf(client, kind, { namespace, ...from }))?.[from.key];
  if (value === undefined && !from.optional) {
    throw new SetupError(
      'CreateContainerConfigError',
      `couldn't find key ${from.key} in ${secretKeyRef ? 'Secret' : 'ConfigMap'} ${namespace}/${from.name}`,
    );
  }
  return value?.toString('utf8');
}

function amount(
  { resources }: Container,
  { resource, divisor }: { resource: string; divisor?: string },
): string {
  const [side, name] = resource.split('.') as ['limits' | 'requests', string];
  const unit = quantity(divisor ?? '1') || 1;
  return String(Math.ceil((quantity(resources?.[side]?.[name] ?? '0') ?? 0) / unit));
}

/** `$(NAME)` of what came before; `$$` is one `$`; an unknown name stays as it is. */
export function expanded(text: string, env: Record<string, string>): string {
  return text.replace(/\$\$|\$\(([^()\s]+)\)/g, (whole, name?: string) =>
    name === undefined ? '$' : (env[name] ?? whole),
  );
}
