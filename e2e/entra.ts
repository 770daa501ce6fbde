import https from 'node:https';
import { writeFileSync } from 'node:fs';
import { startArmForTest } from '../packages/sandbox/src/testing/arm.ts';
import { secretOf, signIn } from '../packages/sandbox/src/entra/principals.ts';
import { startConnectProxy } from '../packages/sandbox/src/tls/connectProxy.ts';

const company = ['login.microsoftonline.com', 'graph.microsoft.com'];

/** What the browser's window is told at the end of a sign-in. */
export interface SignedIn {
  response?: { backstageIdentity: { token: string; identity: { userEntityRef: string } } };
  error?: { message: string };
}

/**
 * Entra and Graph under their own names, for a portal that is started with `env`; everything else of Azure's refuses the connection.
 * @param caFile where the authority's certificate is put
 */
export async function startEntra(caFile: string) {
  const azure = await startArmForTest(undefined, { landingZone: false });
  const proxy = await startConnectProxy(host =>
    company.includes(host) ? Number(new URL(azure.url).port) : undefined,
  );
  writeFileSync(caFile, azure.ca);
  const clientSecret = secretOf(signIn, azure.surroundings.store);

  /** Where Entra sends the browser of somebody who has signed in there. */
  const sentBack = (authorize: URL) =>
    new Promise<string>((done, failed) =>
      https
        .get(azure.url + authorize.pathname + authorize.search, { ca: azure.ca }, answer =>
          done(answer.resume().headers.location ?? ''),
        )
        .on('error', failed),
    );

  return {
    env: {
      AZURE_TENANT_ID: azure.tenantId,
      ENTRA_CLIENT_ID: signIn.clientId,
      ENTRA_CLIENT_SECRET: clientSecret,
      // In place of the pod's workload identity.
      AZURE_CLIENT_ID: azure.clientId,
      AZURE_CLIENT_SECRET: azure.clientSecret,
      HTTPS_PROXY: proxy.url,
      NO_PROXY: 'localhost,127.0.0.1',
      NODE_USE_ENV_PROXY: '1',
      NODE_EXTRA_CA_CERTS: caFile,
    },
    secrets: [clientSecret, azure.clientSecret],
    /**
     * What a browser does, where Entra finds somebody signed in.
     * @param portal where the portal that calls itself `name` answers
     */
    async signIn(mail: string, portal: string, name: string): Promise<SignedIn> {
      const start = await fetch(`${portal}/api/auth/microsoft/start?env=production`, {
        redirect: 'manual',
      });
      const authorize = new URL(start.headers.get('location') ?? '');
      authorize.searchParams.set('login_hint', mail);
      const back = (await sentBack(authorize)).replace(name, portal);
      // One of them takes an older one away.
      const kept = start.headers.getSetCookie().filter(one => !/Max-Age=0\b/.test(one));
      const cookie = kept.map(one => one.split(';')[0]);
      const answer = await fetch(back, { headers: { cookie: cookie.join('; ') } });
      const [, encoded] = /decodeURIComponent\('([^']+)'\)/.exec(await answer.text()) ?? [];
      return JSON.parse(decodeURIComponent(encoded)) as SignedIn;
    },
    async stop() {
      await proxy.stop();
      await azure.stop();
    },
  };
}
