import { apiVersions } from './apiVersions';
import { createArmClient } from './armClient';
import { azureFor, type Azure } from './azureFor';
import { AzureError } from './errors';
import { startLocalArm, type LocalAzure } from '../testing/localAzure';
import { linkerId } from './serviceConnector';

let local: LocalAzure;
let azure: Azure;
const signal = new AbortController().signal;
const group = () => `/subscriptions/${local.zone.azure.subscriptionId}/resourceGroups/rg-client`;
const account = (name: string) =>
  `${group()}/providers/Microsoft.CognitiveServices/accounts/${name}`;
const version = apiVersions.cognitiveServices;
const body = (subdomain: string) => ({
  kind: 'AIServices',
  location: 'koreacentral',
  sku: { name: 'S0' },
  properties: { customSubDomainName: subdomain },
});

beforeAll(async () => {
  local = await startLocalArm();
  azure = azureFor(local.zone, { ca: local.ca });
  await azure.arm.put(group(), apiVersions.resourceGroup, { location: 'koreacentral' }, { signal });
});
afterAll(() => local?.stop());

describe('the ArmClient, against a Resource Manager with sign-in and long-running operations', () => {
  it('answers undefined for what is not there, and throws for a subscription that is not', async () => {
    expect(await azure.arm.get(account('nobody'), version)).toBeUndefined();
    const elsewhere = '/subscriptions/99999999-9999-9999-9999-999999999999/resourceGroups/rg';
    await expect(azure.arm.get(elsewhere, apiVersions.resourceGroup)).rejects.toMatchObject({
      name: 'AzureError',
      // Azure says one or the other, by whether the identity's tenant knows the subscription.
      code: expect.stringMatching(/^(SubscriptionNotFound|AuthorizationFailed)$/),
      final: true,
    });
  });

  it('waits for the end of a creation, and another process goes on with its token', async () => {
    // Long enough to be seen at work.
    const match = { room: 'arm', method: 'PUT', path: '/aif-poller\\?' };
    const rules = [{ match, times: 1, answer: { slowly: { moreMs: 5_000 } } }];
    await fetch(`${local.admin}/faults`, { method: 'PUT', body: JSON.stringify(rules) });
    const stop = new AbortController();
    let token = '';
    const cut = azure.arm.put(account('aif-poller'), version, body('aif-poller'), {
      signal: stop.signal,
      onPoller: async value => {
        token = value;
        stop.abort();
      },
    });
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
    expect((await azure.arm.get(account('aif-poller'), version))?.properties).toMatchObject({
      provisioningState: 'Creating',
    });

    const another = azureFor(local.zone, { ca: local.ca });
    const made = await another.arm.put(account('aif-poller'), version, body('not-sent'), {
      signal,
      resumeFrom: token,
    });
    expect(made).toMatchObject({
      created: false,
      resource: {
        kind: 'AIServices',
        properties: { provisioningState: 'Succeeded', customSubDomainName: 'aif-poller' },
      },
    });
    expect(token).not.toContain(await azure.token(`${local.zone.azure.endpoint}/.default`));
  });

  it('says which resource was refused, why, and what to do', async () => {
    await azure.arm.put(account('aif-first'), version, body('taken'), { signal });
    const refused = azure.arm.put(account('aif-second'), version, body('taken'), { signal });
    await expect(refused).rejects.toThrow(AzureError);
    await expect(refused).rejects.toMatchObject({
      code: 'CustomDomainInUse',
      status: 409,
      transient: false,
      resource: 'Foundry account aif-second in resource group rg-client',
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      message: expect.stringMatching(
        /^Foundry account aif-second in resource group rg-client: its subdomain is already used.*Choose another application name\. Azure said: .*taken.*\(CustomDomainInUse\)\.$/,
      ),
    });
  });

  it('lists, posts, deletes, and deletes what is gone already', async () => {
    const id = `${group()}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/uami-one`;
    const identity = { location: 'koreacentral' };
    const made = await azure.arm.put(id, apiVersions.identity, identity, { signal });
    expect(made).toMatchObject({
      created: true,
      resource: { name: 'uami-one', properties: { clientId: expect.any(String) } },
    });
    expect(await azure.arm.put(id, apiVersions.identity, identity, { signal })).toMatchObject({
      created: false,
    });
    const parent = id.replace(/\/uami-one$/, '');
    expect((await azure.arm.list(parent, apiVersions.identity)).map(one => one.name)).toEqual([
      'uami-one',
    ]);
    await azure.arm.remove(id, apiVersions.identity, { signal });
    await azure.arm.remove(id, apiVersions.identity, { signal });
    expect(await azure.arm.list(parent, apiVersions.identity)).toEqual([]);
    const subscription = `/subscriptions/${local.zone.azure.subscriptionId}`;
    expect(
      await azure.arm.post(
        `${subscription}/providers/Microsoft.CognitiveServices/checkDomainAvailability`,
        version,
        { subdomainName: 'aif-free', type: 'Microsoft.CognitiveServices/accounts' },
      ),
    ).toMatchObject({ isSubdomainAvailable: true });
  });

  it('reads a connector through the library for it, from the same endpoint', async () => {
    expect(await azure.linkers.get(linkerId(local.zone.aks.clusterId, 'nobody'))).toBeUndefined();
  });

  it('says that a wrong secret is the landing zone’s fault, without the secret', async () => {
    const { zone } = local;
    const wrong = { ...zone.azure.credential, clientSecret: 'not-the-secret' };
    const other = azureFor(
      { ...zone, azure: { ...zone.azure, credential: wrong } } as typeof zone,
      { ca: local.ca },
    );
    const failure = await other.arm.get(group(), apiVersions.resourceGroup).catch(error => error);
    expect(failure).toMatchObject({ name: 'AzureError', code: 'SignInFailed', transient: false });
    expect(failure.message).toMatch(/could not sign in to Azure.*landing zone’s credential/);
    expect(JSON.stringify(failure) + failure.stack).not.toContain('not-the-secret');
  });

  it('takes an address where nothing listens for something that may pass', async () => {
    const nowhere = 'https://localhost:9';
    const arm = createArmClient({
      endpoint: nowhere,
      subscriptionId: local.zone.azure.subscriptionId,
      credential: { getToken: async () => ({ token: 'any', expiresOnTimestamp: Infinity }) },
    });
    const unreached = await arm.get(group(), apiVersions.resourceGroup).catch(error => error);
    expect(unreached).toMatchObject({ code: 'ECONNREFUSED', transient: true });
    expect(unreached.message).toMatch(/^Azure Resource Manager could not be reached/);

    const { zone } = local;
    const credential = { ...zone.azure.credential, authorityHost: nowhere };
    const signIn = await azureFor({ ...zone, azure: { ...zone.azure, credential } })
      .arm.get(group(), apiVersions.resourceGroup)
      .catch(error => error);
    expect(signIn).toMatchObject({ code: 'SignInFailed', transient: true });
  });
});
