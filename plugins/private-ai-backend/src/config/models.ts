import type { Config } from '@backstage/config';
import type { ModelOffer } from '@private-ai/plugin-private-ai-common';
import { knownSkus, processingOf } from './processing';
import { reader } from './values';

/** `models` of a landing zone: what it offers. */
export function readModels(config: Config, root: string): ModelOffer[] {
  const models = config.getConfigArray('models').map((model, index): ModelOffer => {
    const read = reader(model, `${root}.models[${index}]`);
    const sku = model.getString('sku');
    const processing = processingOf(sku);
    if (!processing) throw read.fail('sku', `one of ${knownSkus.join(', ')}`);
    const maxCapacity = read.count('maxCapacity');
    const defaultCapacity = read.count('defaultCapacity', Math.min(10, maxCapacity));
    if (defaultCapacity > maxCapacity)
      throw read.fail('defaultCapacity', `at most maxCapacity, which is ${maxCapacity}`);
    return {
      name: model.getString('name'),
      version: model.getString('version'),
      sku,
      processing,
      maxCapacity,
      defaultCapacity,
      price: model.has('price')
        ? {
            input: model.getNumber('price.input'),
            output: model.getNumber('price.output'),
            currency: model.getString('price.currency'),
          }
        : undefined,
    };
  });
  if (models.length === 0) throw reader(config, root).fail('models', 'at least one model');
  return models;
}
