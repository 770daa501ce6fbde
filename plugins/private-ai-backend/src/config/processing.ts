import type { Processing } from '@private-ai/plugin-private-ai-common';

const skus: Record<string, Processing> = {
  Standard: 'regional',
  ProvisionedManaged: 'regional',
  DataZoneStandard: 'data-zone',
  DataZoneProvisionedManaged: 'data-zone',
  GlobalStandard: 'global',
  GlobalProvisionedManaged: 'global',
};

/** SKUs of a model deployment that the portal knows. */
export const knownSkus = Object.keys(skus);

/** Where Azure may process a prompt under a deployment's SKU; undefined for an SKU that the portal does not know. */
export function processingOf(sku: string): Processing | undefined {
  return Object.hasOwn(skus, sku) ? skus[sku] : undefined;
}
