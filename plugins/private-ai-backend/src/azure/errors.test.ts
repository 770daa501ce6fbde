import { inspect } from 'node:util';
import { createHttpHeaders, RestError } from '@azure/core-rest-pipeline';
import { stringifyError } from '@backstage/errors';
import { createArmClient } from './armClient';
import { azureError, type AzureError } from './errors';
import { startHttps } from './httpsForTest';
import { createServiceLinker } from './serviceLinker';
import { linkerId } from './serviceConnector';

const account =
  '/subscriptions/s/resourceGroups/rg-a/providers/Microsoft.CognitiveServices/accounts/aif-a';
const linker =
  '/subscriptions/s/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/aks/providers/Microsoft.ServiceLinker/linkers/a_aif_connection';

function refused(
  statusCode: number,
  code: string,
  { id = account, message = 'Azure’s own words.', headers = {} as Record<string, string> } = {},
) {
  const request = { url: '', headers: createHttpHeaders({ authorization: 'Bearer secret-token' }) };
  const response = { status: statusCode, headers: createHttpHeaders(headers), request };
  return azureError(
    new RestError(message, {
      statusCode,
      code,
      response: response as never,
      request: request as never,
    }),
    id,
  ) as AzureError;
}

describe('what Azure refuses', () => {
  it.each([
    [400, 'InsufficientQuota', /too little quota.*smaller capacity or another model/],
    [409, 'FlagMustBeSetForRestore', /holds the name for 48 hours.*restore or purge/],
    [409, 'CustomDomainInUse', /subdomain is already used.*another application name/],
    [403, 'AuthorizationFailed', /identity lacks a permission.*platform team/],
    [403, 'LinkedAuthorizationFailed', /refers to \(a subnet, a DNS zone, an identity\)/],
    [400, 'DeploymentModelNotSupported', /not offered in the region.*another model/],
    [400, 'ServiceModelDeprecated', /is retired.*another model/],
    [400, 'InvalidResourceReference', /refers to something that does not exist/],
    [404, 'ResourceNotFound', /does not exist/],
    [403, 'RequestDisallowedByPolicy', /policy of the company.*platform team/],
    [
      400,
      'SomethingNew',
      /^Foundry account aif-a in resource group rg-a: Azure refused it: Azure’s own words \(SomethingNew\)\.$/,
    ],
  ])(
    '%i %s: says what, which resource, what to do, and does not try again',
    (status, code, says) => {
      const error = refused(status, code);
      expect(error.message).toMatch(says);
      expect(error.message).toMatch(/^Foundry account aif-a in resource group rg-a: /);
      expect(error.message).toContain('Azure’s own words');
      expect(error).toMatchObject({ status, code, transient: false, statusCode: 502 });
    },
  );

  it.each([
    [429, 'TooManyRequests'],
    [503, 'ServerBusy'],
    [400, 'AccountProvisioningStateInvalid'],
    [400, 'PrincipalNotFound'],
    [409, 'RequestConflict'],
  ])('%i %s passes by itself', (status, code) => {
    expect(refused(status, code)).toMatchObject({ transient: true });
  });

  it('carries how long Azure asks to wait, and its correlation id', () => {
    const headers = { 'retry-after': '17', 'x-ms-correlation-request-id': 'c-1' };
    expect(refused(429, 'TooManyRequests', { headers })).toMatchObject({
      retryAfterSeconds: 17,
      correlationId: 'c-1',
    });
  });

  it('reads code and words of a failed long-running operation, and names what lies on another resource', () => {
    const said = 'The long-running operation has failed. InsufficientQuota. Only 3 are left.';
    expect(azureError(new Error(said), linker)).toMatchObject({
      code: 'InsufficientQuota',
      transient: false,
      message: expect.stringMatching(
        /^Service connector a_aif_connection in resource group rg: .*Azure said: Only 3 are left \(InsufficientQuota\)\.$/,
      ),
    });
  });

  it('takes a reset for passing, a certificate for final', () => {
    const reset = Object.assign(new RestError('socket hang up', { code: 'ECONNRESET' }));
    expect(azureError(reset, account)).toMatchObject({ code: 'ECONNRESET', transient: true });
    const distrust = new RestError('self-signed', { code: 'SELF_SIGNED_CERT_IN_CHAIN' });
    expect(azureError(distrust, account)).toMatchObject({
      transient: false,
      message: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
  });

  it('lets an abort pass, and keeps the token out of what is shown', () => {
    const abort = Object.assign(new Error('The operation was aborted.'), { name: 'AbortError' });
    expect(azureError(abort, account)).toBe(abort);
    const error = refused(403, 'AuthorizationFailed');
    expect(JSON.stringify(error) + error.stack + String(error.cause)).not.toContain('secret-token');
  });

  it.each([
    [
      'AuthorizationFailed',
      `${account}/providers/Microsoft.Authorization/roleAssignments/g`,
      /only to service principals.*condition/,
    ],
    ['AuthorizationFailed', account, /role that the installation guide names/],
    ['scopelocked', account, /lock on it.*take the lock away/],
    ['SubnetIsFull', account, /no address left/],
    [
      'Conflict',
      account,
      /trusts the same issuer and subject already/,
      'Issuer and subject combination already exists for this Managed Identity.',
    ],
    ['AccountIsNotSucceeded', account, /last change failed/, 'Current state: Failed'],
    ['ReadOnlyDisabledSubscription', account, /subscription is disabled/],
  ])('%s on %s', (code, id, says, message = 'Azure’s own words.') => {
    const error = refused(403, code, { id, message });
    expect(error.message).toMatch(says);
    expect(error).toMatchObject({ final: true, transient: false });
  });

  it('tries again where a deleted resource’s identity is not gone yet, and only there', () => {
    const code = 'FailedIdentityOperation';
    const message = 'This may be due to a pending delete operation, try again later.';
    expect(refused(409, code, { message })).toMatchObject({ final: false, transient: true });
    expect(refused(409, code)).toMatchObject({ final: true, transient: false });
  });

  it('names the correlation id where the code is unknown, and says nothing of a document for words', () => {
    const headers = { 'x-ms-correlation-request-id': 'c-7' };
    expect(refused(418, 'SomethingNew', { headers }).message).toContain(
      '(SomethingNew, correlation id c-7)',
    );
    const page = answered(500, '<html>planted-secret</html>', headers);
    expect(page).toMatchObject({ code: 'HTTP 500', transient: true });
    expect(page.message).toContain('no reason given (HTTP 500, correlation id c-7)');
  });

  it('takes the code within that says most, and the names that the answer gives', () => {
    const policy = answered(403, {
      error: {
        code: 'InvalidTemplateDeployment',
        message: 'See inner errors.',
        details: [
          {
            code: 'RequestDisallowedByPolicy',
            message: 'Resource was disallowed by policy.',
            additionalInfo: [
              {
                type: 'PolicyViolation',
                info: {
                  policyAssignmentName: 'fd5e',
                  policyAssignmentDisplayName: 'Allowed locations',
                },
              },
            ],
          },
        ],
      },
    });
    expect(policy).toMatchObject({ code: 'RequestDisallowedByPolicy', final: true });
    expect(policy.message).toMatch(/the policy “Allowed locations” forbids it/);

    const registration = answered(409, {
      error: {
        code: 'MissingSubscriptionRegistration',
        message: "The subscription is not registered to use namespace 'Microsoft.ServiceLinker'.",
      },
    });
    expect(registration.message).toContain(
      'az provider register --namespace Microsoft.ServiceLinker',
    );

    const quoted = answered(400, {
      error: {
        code: 'BadRequest',
        message: JSON.stringify({ error: { code: 'SubnetIsFull', message: 'Full.' } }),
      },
    });
    expect(quoted).toMatchObject({ code: 'SubnetIsFull' });
    const unknownWithin = answered(400, {
      error: {
        code: 'ValidationError',
        message: 'Outer.',
        innererror: { code: 'NewCode', message: 'Inner.' },
      },
    });
    expect(unknownWithin.message).toMatch(/Inner \(NewCode/);
    const wrapped = answered(409, {
      error: {
        code: 'RequestConflict',
        message: 'At work.',
        innererror: { code: 'Detail42', message: 'x' },
      },
    });
    expect(wrapped).toMatchObject({ code: 'RequestConflict', transient: true });
  });
});

/** As a library leaves it that keeps the answer's body. */
function answered(statusCode: number, body: unknown, headers: Record<string, string> = {}) {
  const bodyAsText = typeof body === 'string' ? body : JSON.stringify(body);
  const response = { status: statusCode, headers: createHttpHeaders(headers), bodyAsText };
  const thrown = new RestError(bodyAsText, { statusCode, response: response as never });
  return azureError(thrown, account) as AzureError;
}

describe('a secret that was planted', () => {
  const planted = ['planted-client-secret', 'planted.bearer-token', 'planted-user-token'];

  /** Everything that a logger, a row or an answer might take of an error. */
  const shown = (error: unknown): string => {
    const { message, stack, cause } = error as Error;
    const all = [
      message,
      stack,
      JSON.stringify(error),
      JSON.stringify(stringifyError(error)),
      inspect(error, { depth: 20, showHidden: true }),
    ];
    return all.join('\n') + (cause ? shown(cause) : '');
  };

  it('is not in what comes of answers that echo the whole request', async () => {
    const server = await startHttps((request, response) => {
      const echo = { ...request, clientSecret: planted[0], sentence: `password=${planted[0]}` };
      const words = `You sent ${JSON.stringify(echo)} as Bearer ${planted[1]}`;
      const json = request.url.includes('json');
      response.writeHead(400, { 'content-type': json ? 'application/json' : 'text/plain' });
      response.end(
        json ? JSON.stringify({ error: { code: 'BadRequest', message: words } }) : words,
      );
    });
    try {
      const { endpoint, ca } = server;
      const credential = {
        getToken: async () => ({ token: planted[1], expiresOnTimestamp: Date.now() + 3.6e6 }),
      };
      const options = { endpoint, ca, subscriptionId: 's', credential };
      const arm = createArmClient(options);
      const linkers = createServiceLinker(options);
      const { signal } = new AbortController();
      const headers = { 'x-ms-serviceconnector-user-token': planted[2] };
      for (const name of ['json', 'text']) {
        const id = `${account}-${name}`;
        const failures = await Promise.all(
          [
            arm.get(id, '1'),
            arm.list(id, '1'),
            arm.post(id, '1', { clientSecret: planted[0] }),
            arm.put(id, '1', { properties: { clientSecret: planted[0] } }, { signal, headers }),
            arm.remove(id, '1', { signal }),
            linkers.get(linkerId(id, name)),
            linkers.list(id),
            linkers.remove(linkerId(id, name), { signal }),
          ].map(asked => asked.catch(error => error)),
        );
        for (const failure of failures) {
          expect(failure).toMatchObject({ name: 'AzureError', status: 400 });
          for (const secret of planted) expect(shown(failure)).not.toContain(secret);
        }
      }
      expect(
        server.received.some(({ headers: sent }) => Object.values(sent).includes(planted[2])),
      ).toBe(true);
      expect(
        server.received.every(({ headers: sent }) => sent.authorization === `Bearer ${planted[1]}`),
      ).toBe(true);
    } finally {
      await server.stop();
    }
  });

  it('is not in what comes of an error that holds it in its cause', () => {
    const inner = new Error(`client_secret=${planted[0]}`);
    const outer = Object.assign(new Error(`Bearer ${planted[1]}`, { cause: inner }), {
      name: 'AuthenticationError',
    });
    for (const thrown of [outer, inner]) {
      const error = azureError(thrown, account);
      expect(error.cause).toBeInstanceOf(Error);
      for (const secret of planted) expect(shown(error)).not.toContain(secret);
    }
  });
});
