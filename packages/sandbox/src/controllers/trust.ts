import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';

/** Added to the public roots; the others take their place. */
const adding = 'NODE_EXTRA_CA_CERTS';
const replacing = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE'];

/**
 * What a pod's process trusts. The sandbox's authority signs for hosts that are public in Azure, so it stands among the
 * public roots: it is added to a bundle of the manifest that holds them, and to one that does not, it is not.
 * @param env with paths of this machine
 * @param folder where the joined files are written
 */
export async function trustingHere(
  env: Record<string, string>,
  { caFile, folder }: { caFile: string; folder: string },
): Promise<Record<string, string>> {
  const authority = await readFile(caFile, 'utf8');
  const trusted: Record<string, string> = {};
  for (const name of [adding, ...replacing]) {
    const given = env[name];
    const text = given && (await readFile(given, 'utf8').catch(() => undefined));
    const isPublic =
      name === adding || !given || rootCertificates.some(root => text?.includes(root));
    if (!isPublic) continue;
    const file = join(folder, `${name.toLowerCase()}.pem`);
    await writeFile(file, [authority.trim(), text].filter(Boolean).join('\n'));
    trusted[name] = file;
  }
  return trusted;
}
