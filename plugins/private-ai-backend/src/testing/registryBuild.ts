import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { create } from 'tar';
import type { ArmClient } from '../azure/client';
import type { LandingZone } from '../config/landingZone';
import { registryTasks, type Builder } from '../images/registryTasks';

/** Has the sandbox's registry build files into a repository; the image's digest. @throws Error with why the build failed */
export async function builtInRegistry(
  { registry }: Pick<LandingZone, 'registry'>,
  build: { repository: string; files: Record<string, string>; builder?: Builder },
  { arm, ca }: { arm: ArmClient; ca: string },
): Promise<string> {
  const signal = AbortSignal.timeout(600_000);
  const tasks = registryTasks(registry, arm, build.builder);
  const { uploadUrl, relativePath } = await arm.post<{ uploadUrl: string; relativePath: string }>(
    `${registry.id}/listBuildSourceUploadUrl`,
    '2019-06-01-preview',
    {},
  );
  await upload(uploadUrl, await packed(build.files), ca);
  const { repository } = build;
  const source = { sourceLocation: relativePath, repository, tag: 'test' };
  const id = await tasks.schedule(source, signal);
  for (;;) {
    const run = await tasks.run(id, signal);
    if (run && run.state !== 'going') await tasks.clear(signal);
    if (run?.state === 'failed') throw new Error(`The build ended as ${run.status}: ${run.error}`);
    if (run?.digest) return run.digest;
    await delay(100, undefined, { signal });
  }
}

async function packed(files: Record<string, string>): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-agent-'));
  try {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const parts: Buffer[] = [];
    for await (const part of create({ gzip: true, cwd: folder }, ['.'])) parts.push(part as Buffer);
    return Buffer.concat(parts);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `fetch` trusts what the process trusted when it began; the sandbox's authority is younger. */
function upload(url: string, body: Buffer, ca: string): Promise<void> {
  return new Promise((done, fail) => {
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-length': body.length };
    https
      .request(url, { method: 'PUT', ca, headers }, response => {
        response
          .resume()
          .on('end', () =>
            response.statusCode === 201
              ? done()
              : fail(new Error(`Upload: ${response.statusCode}`)),
          );
      })
      .on('error', fail)
      .end(body);
  });
}
