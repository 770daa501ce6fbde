import type { Config } from '@backstage/config';
import type { ModelOffer } from '@private-ai/plugin-private-ai-common';
import { forms, reader, type Read } from './values';

/** The account on which a landing zone's models are tried before anything is made. */
export interface Playground {
  /** Its address, without a trailing slash. */
  endpoint: string;
  /** The deployment of each offer that can be tried. */
  deployments: Map<ModelOffer, string>;
}

const deploymentName = [
  /^[a-zA-Z0-9][\w.-]{0,62}[\w]$|^[a-zA-Z0-9]$/,
  'the name of a deployment in the account of playground.endpoint',
] as const;

/**
 * `playground` of a landing zone, and `models[].playground`; undefined where it has none.
 * @throws InputError with the key and what is expected
 */
export function readPlayground(
  config: Config,
  read: Read,
  { root, models }: { root: string; models: readonly ModelOffer[] },
): Playground | undefined {
  const named = config.getConfigArray('models').map((model, index) => ({
    offer: models[index],
    name: reader(model, `${root}.models[${index}]`).optional('playground', deploymentName),
  }));
  const deployments = new Map(named.flatMap(({ offer, name }) => (name ? [[offer, name]] : [])));
  if (!config.has('playground') && deployments.size === 0) return undefined;
  const endpoint = read.text('playground.endpoint', forms.https).replace(/\/+$/, '');
  if (deployments.size === 0)
    throw read.fail(
      'playground.endpoint',
      'a model, at least one, with playground: the name of its deployment in that account',
    );
  return { endpoint, deployments };
}
