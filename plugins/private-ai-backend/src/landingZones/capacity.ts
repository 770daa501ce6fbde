import type { ModelOffer } from '@private-ai/plugin-private-ai-common';
import { apiVersions } from '../azure/apiVersions';
import type { ArmClient } from '../azure/client';
import type { LandingZone } from '../config';

/** What a subscription has left of a model that a landing zone offers, in thousands of tokens a minute. */
export interface ModelCapacity {
  offer: ModelOffer;
  used?: number;
  left?: number;
  /** Why it cannot be deployed at all, as a sentence. */
  problem?: string;
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
interface Usage {
  name?: { value?: string };
  currentValue?: number;
  limit?: number;
}

/** Asks Azure, two reads for the whole zone. @throws AzureError */
export async function modelCapacities(
  zone: LandingZone,
  arm: ArmClient,
  { signal, now = Date.now() }: { signal?: AbortSignal; now?: number } = {},
): Promise<ModelCapacity[]> {
  const { subscriptionId, location } = zone.azure;
  const at = `/subscriptions/${subscriptionId}/providers/Microsoft.CognitiveServices/locations/${location}`;
  const version = apiVersions.cognitiveServices;
  const [models, usages] = (await Promise.all([
    arm.list(`${at}/models`, version, { signal }),
    arm.list(`${at}/usages`, version, { signal }),
  ])) as unknown as [ListedModel[], Usage[]];
  return zone.models.map(offer => capacityOf(offer, { models, usages, location, now }));
}

function capacityOf(
  offer: ModelOffer,
  azure: { models: ListedModel[]; usages: Usage[]; location: string; now: number },
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
  if (usage?.limit === undefined) return { offer };
  const used = usage.currentValue ?? 0;
  return { offer, used, left: Math.max(0, usage.limit - used) };
}
