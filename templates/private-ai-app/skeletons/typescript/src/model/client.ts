import { OpenAI } from 'openai';
import type { Config } from '../config.ts';

const SCOPE = 'https://cognitiveservices.azure.com/.default';

/** The model could not be asked because the app itself could not sign in. */
export class SignInError extends Error {
  override name = 'SignInError';
}

/** A client of the Foundry v1 endpoint: secretless in the cluster, with a key on a laptop. */
export async function createModelClient(config: Config): Promise<OpenAI> {
  return new OpenAI({
    baseURL: config.modelUrl.href,
    apiKey: config.apiKey ?? (await entraToken(config)),
  });
}

async function entraToken(config: Config): Promise<() => Promise<string>> {
  // Loaded only where it is needed: with a key the app starts in half the time.
  const { DefaultAzureCredential, getBearerTokenProvider } = await import('@azure/identity');
  const credential = new DefaultAzureCredential({
    // The webhook has named the authority already. Asking the public cloud whether it exists fails in a locked-down network.
    disableInstanceDiscovery: config.authorityHost !== undefined,
  });
  const token = getBearerTokenProvider(credential, SCOPE);
  return async () => {
    try {
      return await token();
    } catch (cause) {
      throw new SignInError('No Microsoft Entra token for the model.', { cause });
    }
  };
}
