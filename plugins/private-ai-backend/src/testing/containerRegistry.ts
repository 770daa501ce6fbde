import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ArmClient } from '../azure/client';

const signature = 'sig=a-signature-that-nobody-may-see';

/** A registry's tasks: its actions as Resource Manager gives them on, its storage over real HTTP. */
export async function startRegistry() {
  const registry = {
    /** What was uploaded, and what was scheduled. */
    source: Buffer.alloc(0),
    scheduled: [] as { dockerFilePath?: string; imageNames?: string[]; sourceLocation?: string }[],
    status: 'Running',
    digest: `sha256:${'d'.repeat(64)}`,
    log: '',
    /** Bytes of it that each look was given. */
    looks: [] as number[],
    uploadStatus: 201,
    cancelled: [] as string[],
  };
  const server = createServer(async (request, response) => {
    if (request.method === 'PUT') {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      registry.source = Buffer.concat(parts);
      response.statusCode = registry.uploadStatus;
      response.end();
      return;
    }
    const [, from, to] = /bytes=(\d+)-(\d+)/.exec(request.headers.range ?? '')!;
    const whole = Buffer.from(registry.log);
    const rest = whole.subarray(Number(from), Number(to) + 1);
    registry.looks.push(rest.length);
    response.statusCode = rest.length > 0 ? 206 : 416;
    response.setHeader('content-range', `bytes ${from}-${to}/${whole.length}`);
    response.end(rest);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const storage = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const actions: Record<string, (body: never) => unknown> = {
    listBuildSourceUploadUrl: () => ({
      uploadUrl: `${storage}/source?${signature}`,
      relativePath: 'source/1.tar.gz',
    }),
    scheduleRun: body => {
      registry.scheduled.push(body);
      return { name: `run${registry.scheduled.length}`, properties: {} };
    },
    listLogSasUrl: () => ({ logLink: `${storage}/log?${signature}` }),
    cancel: () => registry.cancelled.push('run1'),
  };
  const arm = {
    post: async (path: string, _version: string, body: never) =>
      actions[path.split('/').at(-1)!](body),
    get: async (id: string) => ({
      id,
      properties: { status: registry.status, outputImages: [{ digest: registry.digest }] },
    }),
  } as unknown as ArmClient;
  return { registry, arm, signature, stop: () => new Promise(done => server.close(done)) };
}
