import { setTimeout as sleep } from 'node:timers/promises';
import { coreServices, createBackendModule } from '@backstage/backend-plugin-api';
import { AuthenticationError } from '@backstage/errors';
import {
  authProvidersExtensionPoint,
  createProxyAuthenticator,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';

/** The users of `catalog/organization.yaml` that development may sign in as. */
const users = ['developer', 'colleague', 'platform-engineer'];

/** Fails the start when the one-click sign-in is configured in production: it lets anybody be anybody. */
export function refuseInProduction(nodeEnv: string | undefined): void {
  if (nodeEnv === 'production') {
    throw new Error(
      "auth.providers.development is configured, but this is production (NODE_ENV=production), where its sign-in without a password is refused. Remove that key and configure a real provider, for example 'microsoft'.",
    );
  }
}

/**
 * The catalog reads its people some seconds after the portal answers for the first time: who is quicker waits, and is not sent away.
 * Once somebody is known, all are.
 * @param patienceMs - milliseconds, after which the catalog's own refusal is the answer
 */
export function onceKnown(patienceMs = 60_000) {
  let known = false;
  return async <T>(signIn: () => Promise<T>): Promise<T> => {
    const last = Date.now() + patienceMs;
    for (;;) {
      try {
        const signedIn = await signIn();
        known = true;
        return signedIn;
      } catch (error) {
        const waits = (error as Error).name === 'NotFoundError' && !known && Date.now() <= last;
        if (!waits) throw error;
      }
      await sleep(200);
    }
  };
}

const authenticator = createProxyAuthenticator({
  defaultProfileTransform: async (result: { user: string }) => ({
    profile: { displayName: result.user },
  }),
  initialize: () => undefined,
  authenticate: async ({ req }) => {
    const user = req.header('x-development-user');
    if (!user || !users.includes(user)) {
      throw new AuthenticationError(
        `The header x-development-user must be one of ${users.join(', ')}.`,
      );
    }
    return { result: { user } };
  },
});

/** Sign-in with a click, for development only: the provider `development`. */
export const developmentSignIn = createBackendModule({
  pluginId: 'auth',
  moduleId: 'development-provider',
  register(registration) {
    registration.registerInit({
      deps: { config: coreServices.rootConfig, providers: authProvidersExtensionPoint },
      async init({ config, providers }) {
        if (!config.has('auth.providers.development')) return;
        refuseInProduction(process.env.NODE_ENV);
        const whenKnown = onceKnown();
        providers.registerProvider({
          providerId: 'development',
          factory: createProxyAuthProviderFactory({
            authenticator,
            signInResolver: ({ result }, context) =>
              whenKnown(() =>
                context.signInWithCatalogUser({ entityRef: { kind: 'User', name: result.user } }),
              ),
          }),
        });
      },
    });
  },
});
