import type { KubernetesObject } from './object.ts';

/** A new Service's address: the one it asks for, `None`, or a free one of 10.0.0.0/16 (the default of AKS). */
export function withClusterIP(
  service: KubernetesObject,
  services: KubernetesObject[],
): KubernetesObject {
  const { spec } = service;
  if (spec?.type === 'ExternalName') return service;
  const taken = new Set(services.map(one => one.spec?.clusterIP));
  let clusterIP: string | undefined = spec?.clusterIP || undefined;
  while (!clusterIP || (clusterIP !== 'None' && taken.has(clusterIP))) {
    const [high, low] = crypto.getRandomValues(new Uint8Array(2));
    clusterIP = `10.0.${high}.${Math.max(low, 10)}`;
  }
  const family = { ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' };
  return { ...service, spec: { ...family, ...spec, clusterIP, clusterIPs: [clusterIP] } };
}
