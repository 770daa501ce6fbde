import { dirname, delimiter } from 'node:path';

/**
 * Of the person's environment, what a build needs: where programs, homes and scratch are, what language is spoken, the way to
 * the registries, and whom to trust on it. Nothing else is told to the code of a repository.
 */
const kept = [
  /^(HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_\w+|TZ|TERM|TMPDIR|TMP|TEMP)$/,
  /^XDG_(CACHE|CONFIG|DATA|STATE)_HOME$/,
  /^((https?|all|no)_proxy|NODE_USE_ENV_PROXY)$/i,
  /^(NODE_EXTRA_CA_CERTS|SSL_CERT_FILE|SSL_CERT_DIR|REQUESTS_CA_BUNDLE|CURL_CA_BUNDLE)$/,
  /^PIP_(INDEX_URL|EXTRA_INDEX_URL|NO_INDEX|FIND_LINKS|TRUSTED_HOST|PROXY|CERT|CACHE_DIR|CONFIG_FILE|DEFAULT_TIMEOUT)$/,
  // What `npm start` adds for itself must not leak in.
  /^npm_config_(registry|cache|userconfig|globalconfig|proxy|https_proxy|noproxy|cafile|strict_ssl)$/i,
];

/** What a program of a build finds in its environment, beside what the Containerfile says. */
export function personsOwn(env: NodeJS.ProcessEnv): Record<string, string> {
  const own = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && kept.some(form => form.test(name)) ? [[name, value]] : [],
  );
  const PATH = [dirname(process.execPath), env.PATH].join(delimiter);
  return { ...Object.fromEntries(own), PATH, npm_config_update_notifier: 'false' };
}
