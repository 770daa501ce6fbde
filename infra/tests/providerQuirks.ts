/** What azurerm 5.2 sends that the published shapes do not have: by resource type, what the check says, and why it is none of ours. */
export const quirks: { type: RegExp; fault: RegExp; why: string }[] = [
  {
    type: /^Microsoft\.Network\/virtualNetworks\/subnets$/,
    fault: /^\$\.(etag|properties\.provisioningState): read-only/,
    why: 'an association sends back the subnet that it has read',
  },
  {
    type: /^Microsoft\.ContainerRegistry\/registries$/,
    fault: /^\$\.sku\.tier: read-only/,
    why: 'the tier goes along with the name',
  },
  {
    type: /^Microsoft\.Authorization\/policyAssignments$/,
    fault: /^\$\.properties\.scope: read-only/,
    why: 'the scope of the id is said again',
  },
  {
    type: /^Microsoft\.KubernetesConfiguration\/fluxConfigurations$/,
    fault: /^\$\.properties\.kustomizations\.[a-z-]+\.name: read-only/,
    why: 'the key is said again',
  },
  {
    type: /^Microsoft\.Insights\/dataCollectionRules$/,
    fault:
      /^\$\.properties\.dataFlows\[0\]\.streams\[0\]: "Microsoft-PrometheusMetrics" is none of/,
    why: 'the published list of streams is open, and lacks the one that managed Prometheus is documented with',
  },
];

/** A body as it is meant: the provider writes null, and an empty text, for what is left out. */
export function meant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(meant);
  if (!value || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, one]) => one !== null && one !== '')
      .map(([key, one]) => [key, meant(one)]),
  );
}
