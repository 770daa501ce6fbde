import type { ArmResource } from '../azure/client';

/** A name under which a Foundry account answers. */
export interface AccountName {
  host: string;
  /** The private DNS zone that leads to its private endpoint. */
  zone: string;
}

/** The domains of a Foundry account; each has a private zone of its own. */
export const accountDomains = [
  'openai.azure.com',
  'cognitiveservices.azure.com',
  'services.ai.azure.com',
] as const;

export function nameIn(domain: string, { properties }: ArmResource): AccountName {
  return { host: `${properties.customSubDomainName}.${domain}`, zone: `privatelink.${domain}` };
}
