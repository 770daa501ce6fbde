import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { create } from 'tar';
import type { ArmHooks } from '../arm/hooks.ts';
import { startArmForTest } from './arm.ts';
import { portal } from '../entra/principals.ts';
import { PythonEnvironments } from '../python/environments.ts';
import { findPython } from '../python/interpreter.ts';
import { createRegistry } from '../registry/registry.ts';

const id =
  '/resourceGroups/rg-landing-zone/providers/Microsoft.ContainerRegistry/registries/acrcontosokrc01';

/** The seeded registry behind Resource Manager, and what a portal asks of it over HTTPS. */
export async function startRegistryForTest() {
  const work = mkdtempSync(join(tmpdir(), 'private-ai-registry-'));
  const hooks: ArmHooks = {};
  const azure = await startArmForTest(hooks);
  const found = await findPython();
  const python =
    'problem' in found
      ? found
      : { environments: new PythonEnvironments(found, join(work, 'cache')) };
  const startRoom = async () => {
    const room = await createRegistry(azure.surroundings, { port: 0, python });
    room.setAzure({ arm: azure.arm, verifier: azure.verifier });
    Object.assign(hooks, room.hooks);
    return room;
  };
  let room = await startRoom();

  function ask(method: string, url: string, body?: string | Buffer, headers: object = {}) {
    return new Promise<{ status: number; text: string; headers: Record<string, unknown> }>(
      (resolve, reject) => {
        https
          .request(url, { method, ca: azure.ca, headers: { ...headers } }, answer => {
            let text = '';
            answer.on('data', part => (text += part));
            answer.on('end', () =>
              resolve({ status: answer.statusCode ?? 0, text, headers: answer.headers }),
            );
          })
          .on('error', reject)
          .end(body);
      },
    );
  }

  async function tokenFor(scope: string, who: 'platform' | 'portal' = 'platform') {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: who === 'platform' ? azure.platformClientId : azure.clientId,
      client_secret: who === 'platform' ? azure.platformClientSecret : azure.clientSecret,
      scope: `${scope}/.default`,
    });
    const path = `${azure.url}/${azure.tenantId}/oauth2/v2.0/token`;
    return String(JSON.parse((await ask('POST', path, String(form))).text).access_token);
  }
  const token = await tokenFor('https://management.azure.com');

  const arm = (method: string, rest: string, body?: object) => armAt(method, `${id}/${rest}`, body);

  /** @param path below the subscription */
  async function armAt(method: string, path: string, body?: object) {
    const url = `${azure.url}/subscriptions/${azure.subscriptionId}${path}?api-version=2019-06-01-preview`;
    const answer = await ask(method, url, body && JSON.stringify(body), {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
    });
    return { status: answer.status, body: JSON.parse(answer.text || '{}') };
  }

  async function packed(files: Record<string, string>): Promise<Buffer> {
    const folder = mkdtempSync(join(work, 'source-'));
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const file = `${folder}.tar.gz`;
    await create({ gzip: true, portable: true, cwd: folder, file }, ['.']);
    return readFileSync(file);
  }

  async function upload(source: Buffer): Promise<string> {
    const { body } = await arm('POST', 'listBuildSourceUploadUrl');
    const put = await ask('PUT', body.uploadUrl, source, { 'x-ms-blob-type': 'BlockBlob' });
    assert.equal(put.status, 201);
    return body.relativePath;
  }

  const schedule = (sourceLocation: string, more: object = {}) =>
    arm('POST', 'scheduleRun', {
      type: 'DockerBuildRequest',
      imageNames: ['private-ai/weather:one'],
      dockerFilePath: 'Containerfile',
      isPushEnabled: true,
      platform: { os: 'Linux', architecture: 'amd64' },
      sourceLocation,
      ...more,
    });

  async function finished(runId: string, seconds = 900) {
    for (const deadline = Date.now() + seconds * 1000; ; await sleep(50)) {
      const { body } = await arm('GET', `runs/${runId}`);
      if (body.properties.finishTime) return body.properties;
      assert.ok(Date.now() < deadline, `${runId} is still ${body.properties.status}`);
    }
  }

  async function logOf(runId: string): Promise<string> {
    const { body } = await arm('POST', `runs/${runId}/listLogSasUrl`, {});
    return (await ask('GET', body.logLink)).text;
  }

  return {
    work,
    python,
    ask,
    arm,
    armAt,
    /** Of the registry, below the subscription. */
    id,
    tokenFor,
    tenantId: azure.tenantId,
    subscriptionId: azure.subscriptionId,
    /** Where Entra and Resource Manager answer. */
    azure: azure.url,
    authority: azure.surroundings.authority,
    /** Where its own API answers. */
    address: () => room.url,
    /** Takes every role of the portal's identity away. */
    takeRoles() {
      for (const one of azure.arm.list('', 'Microsoft.Authorization/roleAssignments'))
        if (one.properties.principalId === portal.objectId) azure.arm.drop(one.id);
    },
    packed,
    upload,
    schedule,
    finished,
    logOf,
    resolve: (reference: string) => room.images.resolve(reference),
    /** Uploads, builds, and answers the run's properties with its log. */
    async build(files: Record<string, string>) {
      const { status, body } = await schedule(await upload(await packed(files)));
      assert.equal(status, 200);
      assert.equal(body.type, 'Microsoft.ContainerRegistry/registries/runs');
      return { ...(await finished(body.name)), log: await logOf(body.name) };
    },
    stopRoom: () => room.stop(),
    async startRoom() {
      room = await startRoom();
    },
    async stop() {
      await room.stop();
      await azure.stop();
      rmSync(work, { recursive: true });
    },
  };
}
