import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import https from 'node:https';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { people } from '../entra/principals.ts';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';
import { startArmForTest } from '../testing/arm.ts';

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
  /** What is not asked again, by number, and why. */
  left?: Record<number, string>;
  /** Where the answer is not as recorded, and why. */
  differs?: Record<string, string>;
  /** What the recording found there already: the last part of an id below its resource group, and a body. */
  before?: Record<string, object>;
}

const oneReason = (numbers: number[], why: string) =>
  Object.fromEntries(numbers.map(n => [n, why]));
const connector = 'Microsoft.ContainerService/managedClusters';

const files: Record<string, Replay> = {
  'cognitive-aiservices': {},
  'cognitive-deployment': {},
  'cognitive-deployment-2021': {
    left: oneReason([2, 3, 4], 'a model and a manual scale of 2021, which Azure retired'),
    differs: {
      '1 PUT: azure-asyncoperation was not recorded':
        'this one account was there within the call; every other recording of a new one has the header',
    },
  },
  'cognitive-softdelete-2025': {},
  'cognitive-softdelete-2021': {},
  'cognitive-private-endpoint': {
    left: oneReason([5, 6], 'an endpoint whose making was not recorded'),
  },
  'federated-identity-credential': {},
  'role-assignment-exists': {},
  'role-assignment-create': {},
  'serviceconnector-aks-cognitive-workload-identity': {
    left: {
      5: 'the first of the list is somebody else’s linker, with fields of its own',
      13: 'validate is not there: nobody asks, because on AKS it always says success',
    },
    before: {
      [`${connector}/sctestcluster`]: { location: 'eastus' },
      'Microsoft.CognitiveServices/accounts/servicelinkercognitiveservicetest': {
        location: 'eastus',
        kind: 'CognitiveServices',
        sku: { name: 'S0' },
      },
    },
  },
  'serviceconnector-aks-storageblob-workload-identity': {
    left: {
      6: 'the names that a storage account’s values go by: only those of AI services are known',
      7: 'validate is not there: nobody asks, because on AKS it always says success',
    },
    before: {
      'Microsoft.ManagedIdentity/userAssignedIdentities/servicelinker-k8s-identity': {
        location: 'eastus',
        tags: {},
      },
      [`${connector}/servicelinker-storage-cluster`]: { location: 'eastus' },
      'Microsoft.Storage/storageAccounts/servicelinkerstorage': { location: 'eastus' },
      'Microsoft.Storage/storageAccounts/servicelinkerstorage/blobServices/default': {},
    },
  },
  'cognitive-private-endpoint-connection': {
    left: oneReason(
      [10, 11, 12, 13, 14, 15, 16, 17],
      'approving and rejecting on the account’s side is not there; the name holds the day’s GUID',
    ),
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

const readme = outsideTruth('azure-recordings/README.md');
test('every recording is asked again', { skip: readme.skip }, () => {
  const held = readdirSync(dirname(readme.path)).filter(file => file.endsWith('.json'));
  assert.deepEqual(
    held.sort(),
    Object.keys(files)
      .map(name => `${name}.json`)
      .sort(),
  );
});

for (const [name, { left = {}, differs = {}, before = {} }] of Object.entries(files)) {
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
        if (isPoll(request.path) || left[n]) continue;
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
      const known = interactions.map(({ n }) => String(n));
      assert.deepEqual(
        Object.keys(left).filter(n => !known.includes(n)),
        [],
      );
      assert.deepEqual(faults, Object.keys(differs));
    } finally {
      agent.destroy();
      await room.stop();
    }
  });
}
