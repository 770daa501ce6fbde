import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { inside } from '../files/tree.ts';

// Debian's places, as the template's Containerfile uses them.
const added = 'usr/local/share/ca-certificates';
const bundle = 'etc/ssl/certs/ca-certificates.crt';

/**
 * `update-ca-certificates` in a stage: the public roots and what the source brought, as one file.
 * @returns how many the source brought; without any nothing is written
 */
export async function updateCertificates(root: string): Promise<number> {
  const files = globSync('**/*.crt', { cwd: join(root, added) }).sort();
  if (files.length === 0) return 0;
  const brought = files.map(file => readFileSync(join(root, added, file), 'utf8').trim());
  await mkdir(dirname(join(root, bundle)), { recursive: true });
  await writeFile(join(root, bundle), `${[...rootCertificates, ...brought].join('\n')}\n`);
  return files.length;
}

const settings = ['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'PIP_CERT'];

/**
 * A RUN's environment on this machine: what it trusts lies in the stage, and is added to what this machine has to trust
 * itself, whose way to the registries may have an inspecting proxy of its own.
 * @param env as the Containerfile says it
 * @param cache where the joined files are written
 */
export async function trusting(
  env: Record<string, string>,
  { root, cache, own = process.env }: { root: string; cache: string; own?: NodeJS.ProcessEnv },
): Promise<Record<string, string>> {
  const staged = (value: string) => {
    const path = value.startsWith('/') ? inside(root, value) : undefined;
    return path && existsSync(path) ? path : undefined;
  };
  const local = { ...env };
  // pip (24.2) trusts what the system does; older ones, which this machine may have, are told, and heed requests' own
  // variable more than theirs.
  if (existsSync(join(root, bundle))) {
    local.PIP_CERT ??= `/${bundle}`;
    local.REQUESTS_CA_BUNDLE ??= `/${bundle}`;
  }
  for (const name of settings) {
    if (local[name] === undefined) continue;
    const machine = own[name] ?? (name === 'NODE_EXTRA_CA_CERTS' ? undefined : own.SSL_CERT_FILE);
    const text = [staged(env[name] ?? local[name]), machine]
      .filter(file => file !== undefined && existsSync(file))
      .map(file => readFileSync(String(file), 'utf8'))
      .join('\n');
    const file = join(cache, 'trust', `${createHash('sha256').update(text).digest('hex')}.pem`);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    local[name] = file;
  }
  return local;
}
