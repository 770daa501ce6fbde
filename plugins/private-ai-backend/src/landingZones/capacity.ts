import type { ModelOffer } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import type { LandingZone } from '../config/landingZone';

/** What a subscription has left of a model that a landing zone offers, in thousands of tokens a minute. */
export interface ModelCapacity {
  offer: ModelOffer;
  used?: number;
  left?: number;
  /** Why it cannot be deployed at all, as a sentence. */
  problem?: string;
  /** When Azure ends it, ISO 8601. */
  retires?: string;
}

/** As `…/locations/{location}/models` lists them, as far as it is read here. */
interface ListedModel {
  model?: {
    name?: string;
    version?: string;
    deprecation?: { inference?: string };
    skus?: { name?: string; usageName?: string }[];
  };
}
/** As `…/locations/{location}/usages` lists them. */
export interface Usage {
  name?: { value?: string };
  currentValue?: number;
  limit?: number;
}

/** What a region says of models and quota. */
export interface Region {
  models: ListedModel[];
  usages: Usage[];
}

/** Two reads for the whole zone, where its models are deployed. @throws AzureError */
export async function askRegion(
  { azure, foundry }: LandingZone,
  arm: ArmClient,
  signal?: AbortSignal,
): Promise<Region> {
  const shared = foundry.account === 'shared' ? foundry.accountId.split('/')[2] : undefined;
  const at = `/subscriptions/${shared ?? azure.subscriptionId}/providers/Microsoft.CognitiveServices/locations/${azure.location}`;
  const version = apiVersions.cognitiveServices;
  const [models, usages] = (await Promise.all([
    arm.list(`${at}/models`, version, { signal }),
    arm.list(`${at}/usages`, version, { signal }),
  ])) as unknown as [ListedModel[], Usage[]];
  return { models, usages };
}

/** @param now - milliseconds since 1970 */
export function modelCapacities(zone: LandingZone, region: Region, now: number): ModelCapacity[] {
  const { location } = zone.azure;
  return zone.models.map(offer => capacityOf(offer, { ...region, location, now }));
}

function capacityOf(
  offer: ModelOffer,
  azure: Region & { location: string; now: number },
): ModelCapacity {
  const { name, version, sku } = offer;
  const same = azure.models.filter(
    ({ model }) => model?.name === name && model.version === version,
  );
  const listed = same.flatMap(({ model }) => model?.skus ?? []).find(one => one.name === sku);
  if (!listed) {
    return {
      offer,
      problem: `Azure does not offer ${name} ${version} as ${sku} in ${azure.location}: choose another model; the platform team should take it out of the landing zone.`,
    };
  }
  const retires = same.find(({ model }) => model?.deprecation?.inference)?.model?.deprecation
    ?.inference;
  if (retires && Date.parse(retires) < azure.now) {
    return {
      offer,
      problem: `${name} ${version} was retired on ${retires.slice(0, 10)}: choose another model; the platform team should take it out of the landing zone.`,
    };
  }
  const usageName = listed.usageName ?? `OpenAI.${sku}.${name}`;
  const usage = azure.usages.find(one => one.name?.value === usageName);
  if (usage?.limit === undefined) return { offer, retires };
  const used = usage.currentValue ?? 0;
  return { offer, retires, used, left: Math.max(0, usage.limit - used) };
}
