import type { KubernetesObject } from '../kubernetes/object.ts';
import { withMissing, type EnvVar } from './envVar.ts';

const tokenFolder = '/var/run/secrets/azure/tokens';
const tokenName = 'azure-identity-token';

/**
 * What workload identity's webhook makes of a new pod with the label `azure.workload.identity/use: "true"`: the
 * identity of its ServiceAccount's annotations, and a token that Entra exchanges.
 * https://azure.github.io/azure-workload-identity/docs/topics/service-account-labels-and-annotations.html
 */
export function withWorkloadIdentity(
  pod: KubernetesObject,
  serviceAccount: KubernetesObject | undefined,
  defaultTenant: string,
): KubernetesObject {
  if (pod.metadata.labels?.['azure.workload.identity/use'] !== 'true') return pod;
  const annotated = (name: string) =>
    pod.metadata.annotations?.[`azure.workload.identity/${name}`] ??
    serviceAccount?.metadata.annotations?.[`azure.workload.identity/${name}`];
  const skipped = (annotated('skip-containers') ?? '').split(';').filter(Boolean);
  const clientId = annotated('client-id');
  const env: EnvVar[] = [
    ...(clientId ? [{ name: 'AZURE_CLIENT_ID', value: clientId }] : []),
    { name: 'AZURE_TENANT_ID', value: annotated('tenant-id') ?? defaultTenant },
    { name: 'AZURE_FEDERATED_TOKEN_FILE', value: `${tokenFolder}/${tokenName}` },
    { name: 'AZURE_AUTHORITY_HOST', value: 'https://login.microsoftonline.com/' },
  ];
  const source = {
    audience: 'api://AzureADTokenExchange',
    expirationSeconds: Number(annotated('service-account-token-expiration') ?? 3600),
    path: tokenName,
  };
  const { volumes = [], containers } = pod.spec;
  return {
    ...pod,
    spec: {
      ...pod.spec,
      volumes: [
        ...volumes,
        { name: tokenName, projected: { sources: [{ serviceAccountToken: source }] } },
      ],
      containers: containers.map((container: Container) =>
        skipped.includes(container.name)
          ? container
          : {
              ...container,
              env: withMissing(container.env, env),
              volumeMounts: [
                ...(container.volumeMounts ?? []),
                { name: tokenName, mountPath: tokenFolder, readOnly: true },
              ],
            },
      ),
    },
  };
}

interface Container {
  name: string;
  env?: EnvVar[];
  volumeMounts?: object[];
}
