/**
 * What a tag of an application rule stands for in a region, as far as it is documented: what every cluster needs.
 * https://learn.microsoft.com/azure/aks/outbound-rules-control-egress
 */
export function hostsOf(tag: string, location: string): string[] {
  if (tag !== 'AzureKubernetesService')
    throw new Error(`What does the FQDN tag "${tag}" stand for?`);
  return [
    `*.hcp.${location}.azmk8s.io`,
    'mcr.microsoft.com',
    '*.data.mcr.microsoft.com',
    'mcr-0001.mcr-msedge.net',
    'management.azure.com',
    'login.microsoftonline.com',
    'packages.microsoft.com',
    'acs-mirror.azureedge.net',
    'packages.aks.azure.com',
  ];
}
