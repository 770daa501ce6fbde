import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import { test } from 'node:test';
import { people } from '../entra/principals.ts';
import { outsideTruth } from '../outsideTruth.ts';
import { startArmForTest } from './startForTest.ts';

// What the real services answered, asked again of the sandbox: the status, the asynchronous headers and every key of
// the body must be there. Polls are the sandbox's own, since their number and their URLs are.

interface Interaction {
  n: number;
  request: { method: string; path: string; apiVersion: string; query?: object; body?: unknown };
  response: { status: number; headers?: Record<string, string>; body?: unknown };
}

/** Users that the recordings give roles to. */
const recordedPeople = [
  'f4fb305c-ade8-4e44-8626-1604ca6a0144',
  'a0fd923f-205c-4f76-9ca4-ecb5430cb1c7',
];
const recordedSubscription = '00000000-0000-0000-0000-000000000000';
const isPoll = (path: string) => /\/(operationResults|operationStatuses|operations)\//.test(path);

/** Keys whose presence was that day's, not the contract's, or that the recording's newer preview adds. */
const aside = new Set([
  'callRateLimit',
  'quotaLimit',
  'skuChangeInfo',
  'resourceGuid',
  'additionalProperties',
  'createdByType',
  'lastModifiedByType',
]);
/** Maps whose keys are names of the day (the services that an account serves), not fields. */
const maps = new Set(['endpoints', 'apiProperties', 'capabilities', 'tags']);

/** Paths of `expected` that `answered` lacks; of a list, the first item stands for all. */
function missing(expected: unknown, answered: unknown, path = '$'): string[] {
  if (Array.isArray(expected)) {
    if (!Array.isArray(answered)) return [path];
    return expected.length && answered.length
      ? missing(expected[0], answered[0], `${path}[0]`)
      : [];
  }
  if (typeof expected !== 'object' || expected === null) return [];
  if (typeof answered !== 'object' || answered === null) return [path];
  return Object.entries(expected)
    .filter(([key]) => !aside.has(key))
    .flatMap(([key, value]) =>
      key in answered
        ? maps.has(key)
          ? []
          : missing(value, (answered as Record<string, unknown>)[key], `${path}.${key}`)
        : [`${path}.${key}`],
    );
}

interface Replay {
  only?: number[];
  /** What the recording found there already: the last part of an id below its resource group, and a body. */
  before?: Record<string, object>;
}

const files: Record<string, Replay> = {
  'cognitive-aiservices': {},
  'cognitive-deployment': {},
  'cognitive-softdelete-2025': {},
  'federated-identity-credential': {},
  'role-assignment-exists': {},
  'role-assignment-create': {},
  'serviceconnector-aks-cognitive-workload-identity': {
    only: [1, 4, 6, 7, 10, 11, 17],
    before: {
      'Microsoft.ContainerService/managedClusters/sctestcluster': { location: 'eastus' },
      'Microsoft.CognitiveServices/accounts/servicelinkercognitiveservicetest': {
        location: 'eastus',
        kind: 'CognitiveServices',
        sku: { name: 'S0' },
      },
    },
  },
  'cognitive-private-endpoint-connection': {
    only: [1, 3, 4, 5, 8, 9, 18],
    before: {
      'Microsoft.Network/virtualNetworks/cs_cli_test_000002': {
        location: 'centraluseuap',
        properties: {
          addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
          subnets: [{ name: 'default', properties: { addressPrefix: '10.0.0.0/24' } }],
        },
      },
    },
  },
};

for (const [name, { only, before = {} }] of Object.entries(files)) {
  const recording = outsideTruth(`azure-recordings/${name}.json`);
  test(`answers as recorded: ${name}`, { skip: recording.skip }, async () => {
    const room = await startArmForTest();
    room.arm.timing.change({ scale: 0.002 });
    for (const person of recordedPeople) people(room.arm.store).put(person, { name: person });
    room.arm.timing.change({ scale: 0.005 });
    const agent = new https.Agent({ ca: room.ca, keepAlive: true });
    const send = (method: string, url: string, body?: unknown, token?: string) =>
      new Promise<{ status: number; headers: Record<string, unknown>; body: unknown }>(
        (resolve, reject) => {
          const form = typeof body === 'string';
          const request = https.request(
            url,
            {
              method,
              agent,
              headers: {
                'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json',
                ...(token && { authorization: `Bearer ${token}` }),
              },
            },
            answer => {
              let text = '';
              answer.on('data', part => (text += part));
              answer.on('end', () =>
                resolve({
                  status: answer.statusCode ?? 0,
                  headers: answer.headers,
                  body: text ? JSON.parse(text) : undefined,
                }),
              );
            },
          );
          request
            .on('error', reject)
            .end(body === undefined ? undefined : form ? body : JSON.stringify(body));
        },
      );
    try {
      const form = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: room.platformClientId,
        client_secret: room.platformClientSecret,
        scope: 'https://management.azure.com/.default',
      });
      const signedIn = await send(
        'POST',
        `${room.url}/${room.tenantId}/oauth2/v2.0/token`,
        String(form),
      );
      const token = (signedIn.body as { access_token: string }).access_token;
      const ended = async ({ headers }: { headers: Record<string, unknown> }) => {
        const poll = headers['azure-asyncoperation'];
        for (let status = 'Running'; poll && !['Succeeded', 'Failed'].includes(status);) {
          await new Promise(done => setTimeout(done, 100));
          ({ status } = (await send('GET', String(poll), undefined, token)).body as {
            status: string;
          });
        }
      };
      const { interactions } = JSON.parse(
        readFileSync(recording.path, 'utf8')
          .replaceAll(recordedSubscription, room.subscriptionId)
          // The recorded model is retired since.
          .replaceAll('gpt-35-turbo', 'gpt-4.1-mini')
          .replaceAll('"0125"', '"2025-04-14"'),
      ) as { interactions: Interaction[] };
      for (const group of new Set(
        JSON.stringify(interactions).match(/(?<=resourceGroups\/)[\w.-]+/g),
      )) {
        const id = `/subscriptions/${room.subscriptionId}/resourceGroups/${group}`;
        await send(
          'PUT',
          `${room.url}${id}?api-version=2021-04-01`,
          { location: 'koreacentral' },
          token,
        );
        for (const [below, body] of Object.entries(before)) {
          const url = `${room.url}${id}/providers/${below}?api-version=2022-01-01`;
          await ended(await send('PUT', url, body, token));
        }
      }
      const faults: string[] = [];
      let asked = 0;
      for (const { n, request, response } of interactions) {
        if (isPoll(request.path) || (only && !only.includes(n))) continue;
        asked += 1;
        const query = Object.entries(request.query ?? {}).map(([key, value]) => `&${key}=${value}`);
        const url = `${room.url}${request.path}?api-version=${request.apiVersion}${query.join('')}`;
        let answer = await send(request.method, url, request.body, token);
        // The race that Azure has with an account made a moment ago; the recorder's own pause hid it.
        while (JSON.stringify(answer.body ?? '').includes('AccountProvisioningStateInvalid')) {
          await new Promise(done => setTimeout(done, 200));
          answer = await send(request.method, url, request.body, token);
        }
        const at = `${n} ${request.method}`;
        if (answer.status !== response.status) {
          faults.push(
            `${at}: ${answer.status} ${JSON.stringify(answer.body)}, recorded ${response.status}`,
          );
        }
        for (const header of ['azure-asyncoperation', 'location']) {
          const recorded =
            response.headers?.[header] !== undefined &&
            !/^\/subscriptions.*userAssigned/.test(response.headers[header]);
          if (recorded !== (answer.headers[header] !== undefined)) {
            faults.push(`${at}: ${header} ${recorded ? 'is missing' : 'was not recorded'}`);
          }
        }
        faults.push(...missing(response.body, answer.body).map(path => `${at}: lacks ${path}`));
        await ended(answer);
      }
      assert.ok(asked > 0);
      assert.deepEqual(faults, []);
    } finally {
      agent.destroy();
      await room.stop();
    }
  });
}
