/** Tokens of the portal for one audience, its keys in a file; or a single user, without any sign-in. */
export type SignIn = { keysFile: string; audience: string } | 'single-user';

/** What the app takes from its environment, read once at the start. */
export interface Config {
  /** What the pages call the app. */
  title: string;
  host: string;
  port: number;
  /** Base URL of the Chat Completions API, with a trailing slash. */
  modelUrl: URL;
  /** Name of the model deployment. */
  model: string;
  /** A key instead of Microsoft Entra, for a laptop. */
  apiKey: string | undefined;
  instructions: string;
  signIn: SignIn;
  /** The authority that the workload-identity webhook names. */
  authorityHost: string | undefined;
  /** How long open streams may go on after SIGTERM, in milliseconds. */
  shutdownGraceMs: number;
}

/** A value of the environment is missing or wrong: its message is the sentence to print. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** @throws {ConfigError} */
export function parseConfig(env: NodeJS.ProcessEnv): Config {
  const base = required(
    env,
    'AZURE_AISERVICES_OPENAI_BASE',
    'the address of the model; in the cluster Service Connector sets it, on a laptop any OpenAI-compatible URL will do',
  );
  return {
    title: env.OTEL_SERVICE_NAME || 'Private AI application',
    host: env.HOST || '0.0.0.0',
    port: number(env, 'PORT', 8080, 65_535),
    modelUrl: modelUrl(base),
    model: required(env, 'AZURE_OPENAI_DEPLOYMENT_NAME', 'the name of the model deployment'),
    apiKey: env.OPENAI_API_KEY || undefined,
    instructions: env.AGENT_INSTRUCTIONS?.trim() || 'You are a helpful assistant.',
    signIn: signIn(env),
    authorityHost: env.AZURE_AUTHORITY_HOST || undefined,
    shutdownGraceMs: number(env, 'SHUTDOWN_GRACE_SECONDS', 40, 3_600) * 1000,
  };
}

/** One of two, said aloud: an app that forgot its sign-in must not be open to all. */
function signIn(env: NodeJS.ProcessEnv): SignIn {
  const keysFile = env.PORTAL_KEYS_FILE?.trim();
  const single = env.SINGLE_USER?.trim() || 'false';
  if (single !== 'true' && single !== 'false') {
    throw new ConfigError(`SINGLE_USER must be true or false, but is "${single}".`);
  }
  if (keysFile && single === 'true') {
    throw new ConfigError(
      "SINGLE_USER and PORTAL_KEYS_FILE are both set: leave out one. SINGLE_USER is for one person's machine, without any sign-in.",
    );
  }
  if (single === 'true') return 'single-user';
  if (!keysFile) {
    throw new ConfigError(
      'PORTAL_KEYS_FILE is missing: the portal sets it and PORTAL_AUDIENCE in the cluster; on your own machine set SINGLE_USER=true instead.',
    );
  }
  const app = "the app's entity, such as component:default/weather";
  return { keysFile, audience: required(env, 'PORTAL_AUDIENCE', app) };
}

/** `openai/v1/` under the account's address; an address that ends in `/v1` already is taken as it is. */
function modelUrl(base: string): URL {
  const address = base.endsWith('/') ? base : `${base}/`;
  if (!/^https?:/.test(address) || !URL.canParse(address)) {
    throw new ConfigError(`AZURE_AISERVICES_OPENAI_BASE must be an http(s) URL, but is "${base}".`);
  }
  return address.endsWith('/v1/') ? new URL(address) : new URL('openai/v1/', address);
}

function required(env: NodeJS.ProcessEnv, name: string, what: string): string {
  const value = env[name]?.trim();
  if (!value) throw new ConfigError(`${name} is missing: set it to ${what}.`);
  return value;
}

function number(env: NodeJS.ProcessEnv, name: string, fallback: number, max: number): number {
  const text = env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new ConfigError(`${name} must be a whole number from 0 to ${max}, but is "${text}".`);
  }
  return value;
}
