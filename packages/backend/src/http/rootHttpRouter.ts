import {
  rootHttpRouterServiceFactory,
  type RootHttpRouterConfigureContext,
} from '@backstage/backend-defaults/rootHttpRouter';
import { onlyByOwnName } from './ownHost';

/** Backstage's own way of requests (its limit of rates among it), behind {@link onlyByOwnName} where anybody may sign in. */
export function configure({ app, config, applyDefaults }: RootHttpRouterConfigureContext): void {
  if (config.has('auth.providers.development')) app.use(onlyByOwnName(config));
  applyDefaults();
}

export const rootHttpRouter = rootHttpRouterServiceFactory({ configure });
