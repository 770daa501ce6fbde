import https from 'node:https';
import { Readable } from 'node:stream';
import OpenAI from 'openai';
import { parseResourceId } from '../arm/resourceId.ts';
import { startArmForTest } from './arm.ts';
import { portalObjectId } from '../entra/directory.ts';
import { startModel } from '../model/model.ts';

const openAiUser = '5e0bd9bd-7b93-4f28-af87-19fc36ad61bd';

/**
 * An account `aif-test` with the deployments `chat` and `small` (1,000 tokens a minute), open to the portal's principal,
 * and the model's room before it.
 */
export async function startModelForTest() {
  const azure = await startArmForTest();
  const room = await startModel(azure.surroundings, {
    port: 0,
    arm: azure.arm,
    verifier: azure.verifier,
    delayMs: 5,
    wrap: one => azure.faults.wrap('model', one),
  });
  const write = (id: string, body: object) =>
    azure.arm.write(parseResourceId(id), body as never, 'test', '2025-06-01');
  const group = azure.arm.list('', 'Microsoft.Resources/resourceGroups')[0].id;
  const account = `${group}/providers/Microsoft.CognitiveServices/accounts/aif-test`;
  const assignment = `${account}/providers/Microsoft.Authorization/roleAssignments/${crypto.randomUUID()}`;
  const assign = () =>
    write(assignment, {
      properties: {
        principalId: portalObjectId,
        roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${openAiUser}`,
      },
    });

  /** A fetch that reaches a room whatever the host's name, as the sandbox's egress proxy does. */
  const through =
    (address: string) =>
    (input: string | URL | Request, init: RequestInit = {}) =>
      new Promise<Response>((resolve, reject) => {
        const url = new URL(String(input));
        https
          .request(
            {
              host: '127.0.0.1',
              port: new URL(address).port,
              servername: url.hostname,
              path: url.pathname + url.search,
              method: init.method,
              headers: { ...Object.fromEntries(new Headers(init.headers)), host: url.host },
              ca: azure.ca,
              signal: init.signal ?? undefined,
            },
            answer =>
              resolve(
                new Response(Readable.toWeb(answer) as ReadableStream, {
                  status: answer.statusCode,
                  headers: answer.headers as Record<string, string>,
                }),
              ),
          )
          .on('error', reject)
          .end(init.body);
      });

  async function tokenFor(audience: string): Promise<string> {
    const form = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: azure.clientId,
      client_secret: azure.clientSecret,
      scope: `${audience}/.default`,
    });
    const answer = await through(azure.url)(`${azure.url}/${azure.tenantId}/oauth2/v2.0/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: String(form),
    });
    return ((await answer.json()) as { access_token: string }).access_token;
  }

  write(account, {
    location: 'koreacentral',
    kind: 'AIServices',
    sku: { name: 'S0' },
    properties: { customSubDomainName: 'aif-test' },
  });
  while (azure.arm.get(account)?.properties.provisioningState !== 'Succeeded')
    await new Promise(resolve => setTimeout(resolve, 100));
  const model = { format: 'OpenAI', name: 'gpt-5.2', version: '2025-12-11' };
  for (const [name, capacity] of Object.entries({ chat: 20, small: 1 }))
    write(`${account}/deployments/${name}`, {
      sku: { name: 'GlobalStandard', capacity },
      properties: { model },
    });
  assign();
  const token = await tokenFor('https://cognitiveservices.azure.com');

  return {
    azure,
    tokenFor,
    through,
    assign,
    unassign: () => azure.arm.remove(assignment, '2022-04-01'),
    client: ({ host = 'aif-test.openai.azure.com', as = token, at = room.url } = {}) =>
      new OpenAI({
        baseURL: `https://${host}/openai/v1/`,
        apiKey: as,
        maxRetries: 0,
        fetch: through(at) as typeof fetch,
      }),
    stop: async () => {
      await room.stop();
      await azure.stop();
    },
  };
}
