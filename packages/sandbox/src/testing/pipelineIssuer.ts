import https from 'node:https';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { listen } from '../listen.ts';
import type { CertificateAuthority } from '../tls/authority.ts';

/** A git host's pipelines as Entra sees them: an issuer that publishes its keys, and a token for the job of a repository's branch. */
export async function startPipelineIssuer(authority: CertificateAuthority) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256' }] };
  const server = https.createServer(await authority.serverOptions(), ({ url: path }, response) => {
    const isKeys = path === '/keys';
    response.end(JSON.stringify(isKeys ? jwks : { issuer: url, jwks_uri: `${url}/keys` }));
  });
  const { port, stop } = await listen(server, 0);
  const url = `https://localhost:${port}`;
  return {
    url,
    stop,
    tokenOf: (subject: string) =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'one' })
        .setIssuer(url)
        .setSubject(subject)
        .setAudience('api://AzureADTokenExchange')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey),
  };
}
