import { RestError } from '@azure/core-rest-pipeline';
import { createHttpHeaders } from '@azure/core-rest-pipeline';
import { azureError, type AzureError } from './errors';

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
});
