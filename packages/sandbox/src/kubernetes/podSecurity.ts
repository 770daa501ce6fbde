import type { KubernetesObject } from './object.ts';

/** A level of https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
export type Level = 'privileged' | 'baseline' | 'restricted';

interface SecurityContext {
  privileged?: boolean;
  allowPrivilegeEscalation?: boolean;
  runAsNonRoot?: boolean;
  runAsUser?: number;
  seccompProfile?: { type?: string };
  capabilities?: { add?: string[]; drop?: string[] };
  procMount?: string;
}
interface Container {
  name: string;
  securityContext?: SecurityContext;
  ports?: { hostPort?: number }[];
}

const defaultCapabilities = new Set(
  'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID KILL MKNOD NET_BIND_SERVICE SETFCAP SETGID SETPCAP SETUID SYS_CHROOT'.split(
    ' ',
  ),
);
const allowedVolumes = new Set(
  'configMap csi downwardAPI emptyDir ephemeral persistentVolumeClaim projected secret image'.split(
    ' ',
  ),
);

/** The level that a namespace enforces. */
export const enforcedLevel = (namespace: KubernetesObject): Level => {
  const level = namespace.metadata.labels?.['pod-security.kubernetes.io/enforce'];
  return level === 'baseline' || level === 'restricted' ? level : 'privileged';
};

const quoted = (names: string[]) => names.map(name => JSON.stringify(name)).join(', ');
const containersNamed = (containers: Container[]) =>
  `container${containers.length > 1 ? 's' : ''} ${quoted(containers.map(({ name }) => name))}`;

/** What a pod does that its level forbids, in the admission's words; empty when it may run. */
export function violations(level: Level, pod: KubernetesObject): string[] {
  if (level === 'privileged') return [];
  const spec = pod.spec ?? {};
  const containers: Container[] = [...(spec.initContainers ?? []), ...(spec.containers ?? [])];
  const found: string[] = [];
  const restricted = level === 'restricted';
  const those = (test: (context: SecurityContext, container: Container) => boolean) =>
    containers.filter(container => test(container.securityContext ?? {}, container));

  const added = (allowed: Set<string>) =>
    those(({ capabilities }) => (capabilities?.add ?? []).some(one => !allowed.has(one)));
  const addition = (bad: Container[], allowed: Set<string>) => {
    const names = bad.flatMap(one => one.securityContext?.capabilities?.add ?? []);
    return `${containersNamed(bad)} must not include ${quoted(names.filter(one => !allowed.has(one)))} in securityContext.capabilities.add`;
  };
  const beyondDefault = added(defaultCapabilities);
  if (!restricted && beyondDefault.length) {
    found.push(`non-default capabilities (${addition(beyondDefault, defaultCapabilities)})`);
  }
  const host = ['hostNetwork', 'hostPID', 'hostIPC'].filter(field => spec[field]);
  if (host.length) {
    found.push(`host namespaces (${host.map(field => `${field}=true`).join(', ')})`);
  }
  const volumes: { name: string; [source: string]: unknown }[] = spec.volumes ?? [];
  const hostPaths = volumes.filter(volume => volume.hostPath);
  if (!restricted && hostPaths.length) {
    found.push(
      `hostPath volumes (volume${hostPaths.length > 1 ? 's' : ''} ${quoted(hostPaths.map(({ name }) => name))})`,
    );
  }
  const hostPorts = containers.filter(one => one.ports?.some(port => port.hostPort));
  if (hostPorts.length) {
    const ports = hostPorts.flatMap(one => one.ports ?? []).flatMap(port => port.hostPort || []);
    found.push(
      `hostPort (${containersNamed(hostPorts)} use${hostPorts.length > 1 ? '' : 's'} hostPort${ports.length > 1 ? 's' : ''} ${ports.join(', ')})`,
    );
  }
  const privileged = those(context => context.privileged === true);
  if (privileged.length) {
    found.push(
      `privileged (${containersNamed(privileged)} must not set securityContext.privileged=true)`,
    );
  }
  return restricted
    ? [...found, ...restrictions(spec, containers, { those, added, addition })]
    : found;
}

function restrictions(
  spec: { securityContext?: SecurityContext; volumes?: { name: string }[] },
  containers: Container[],
  {
    those,
    added,
    addition,
  }: {
    those(test: (context: SecurityContext) => boolean): Container[];
    added(allowed: Set<string>): Container[];
    addition(bad: Container[], allowed: Set<string>): string;
  },
): string[] {
  const found: string[] = [];
  const ofPod = spec.securityContext ?? {};
  const podOr = (bad: Container[]) => `pod or ${containersNamed(bad)}`;
  const escalating = those(context => context.allowPrivilegeEscalation !== false);
  if (escalating.length) {
    found.push(
      `allowPrivilegeEscalation != false (${containersNamed(escalating)} must set securityContext.allowPrivilegeEscalation=false)`,
    );
  }
  const keeping = those(({ capabilities }) => !capabilities?.drop?.includes('ALL'));
  const allowed = new Set(['NET_BIND_SERVICE']);
  const adding = added(allowed);
  const capabilities = [
    ...(keeping.length
      ? [`${containersNamed(keeping)} must set securityContext.capabilities.drop=["ALL"]`]
      : []),
    ...(adding.length ? [addition(adding, allowed)] : []),
  ];
  if (capabilities.length) found.push(`unrestricted capabilities (${capabilities.join('; ')})`);
  const volumes = (spec.volumes ?? []).flatMap(({ name, ...sources }) =>
    Object.keys(sources)
      .filter(source => !allowedVolumes.has(source))
      .map(
        source =>
          `volume ${JSON.stringify(name)} uses restricted volume type ${JSON.stringify(source)}`,
      ),
  );
  if (volumes.length) found.push(`restricted volume types (${volumes.join(', ')})`);
  const asRoot = those(({ runAsNonRoot }) =>
    ofPod.runAsNonRoot ? runAsNonRoot === false : runAsNonRoot !== true,
  );
  if (asRoot.length) {
    const who = ofPod.runAsNonRoot ? containersNamed(asRoot) : podOr(asRoot);
    found.push(
      ofPod.runAsNonRoot
        ? `runAsNonRoot != true (${who} must not set securityContext.runAsNonRoot=false)`
        : `runAsNonRoot != true (${who} must set securityContext.runAsNonRoot=true)`,
    );
  }
  const zero = those(({ runAsUser }) => runAsUser === 0);
  const zeros = [
    ...(ofPod.runAsUser === 0 ? ['pod must not set runAsUser=0'] : []),
    ...(zero.length ? [`${containersNamed(zero)} must not set runAsUser=0`] : []),
  ];
  if (zeros.length) found.push(`runAsUser=0 (${zeros.join('; ')})`);
  const confined = (type: string | undefined) => type === 'RuntimeDefault' || type === 'Localhost';
  const unconfined = containers.filter(
    ({ securityContext }) =>
      !confined(securityContext?.seccompProfile?.type ?? ofPod.seccompProfile?.type),
  );
  if (unconfined.length) {
    found.push(
      `seccompProfile (${podOr(unconfined)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")`,
    );
  }
  return found;
}
