import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** PEM. */
export interface Certificate {
  cert: string;
  key: string;
}

/** Certificates of a server at `localhost`: by the authority `ca`, by another one, and by `ca` for another name. */
export function makeCertificates(): {
  ca: string;
  trusted: Certificate;
  stranger: Certificate;
  misnamed: Certificate;
} {
  const folder = resolve(__dirname, '../../../../packages/sandbox/src');
  const at = (file: string) => pathToFileURL(resolve(folder, file)).href;
  const program = `
    const { CertificateAuthority } = await import('${at('tls/authority.ts')}');
    const kept = { get: () => undefined, put() {}, list: () => [] };
    const open = () => CertificateAuthority.open({ collection: () => kept });
    const [own, other] = [await open(), await open()];
    console.log(JSON.stringify({
      ca: own.pem,
      trusted: await own.issue('localhost'),
      stranger: await other.issue('localhost'),
      misnamed: await own.issue('another.example'),
    }));`;
  return JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' }),
  );
}
