import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { RecordedLandingZone } from '../../packages/sandbox/src/arm/landingZone.ts';
import { holds, type Written } from './policyRule.ts';
import { landingZoneFile } from './recorded.ts';

const record = JSON.parse(readFileSync(landingZoneFile, 'utf8')) as RecordedLandingZone;
const rules = record
  .filter(({ type }) => type === 'Microsoft.Authorization/policyDefinitions')
  .map(({ properties }) => properties.policyRule as { if: object; then: { effect: string } });
const credentials = 'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials';
const issuer: string = record.find(
  ({ type }) => type === 'Microsoft.ContainerService/managedClusters',
)?.properties.oidcIssuerProfile.issuerURL;

/** Whether the guard rails refuse a write. */
const denied = (written: Written) =>
  rules.some(rule => rule.then.effect === 'deny' && holds(rule.if as never, written));

const credential = (identity: string, subject: string, from = issuer): Written => ({
  fullName: `${identity}/any`,
  type: credentials,
  fields: { [`${credentials}/issuer`]: from, [`${credentials}/subject`]: subject },
});

test('an identity trusts ServiceAccounts of the landing zone’s cluster: an application’s, the portal’s, Flux’s', () => {
  const made = record.filter(({ type }) => type === credentials);
  assert.equal(made.length, 2);
  for (const { id, properties } of made)
    assert.equal(
      denied(credential(id.split('/').at(-3)!, properties.subject, properties.issuer)),
      false,
      id,
    );
  const account = 'system:serviceaccount:weather:sc-account-1';
  assert.equal(denied(credential('uami-aif-weather-krc-01', account)), false);
});

test('no other identity is handed to anybody, and none of these to anybody else', () => {
  const account = 'system:serviceaccount:weather:sc-account-1';
  const identities = record
    .filter(({ type }) => type === 'Microsoft.ManagedIdentity/userAssignedIdentities')
    .map(({ name }) => name);
  assert.ok(identities.length >= 4, `${identities}`);
  for (const name of [...identities, 'uami-pipeline', 'uami-aif-weather-krc-02', 'uami-aif-krc-01'])
    assert.ok(denied(credential(name, account)), name);
  const weather = 'uami-aif-weather-krc-01';
  assert.ok(denied(credential(weather, account, 'https://token.actions.githubusercontent.com')));
  assert.ok(denied(credential(weather, account, `${issuer}.example`)));
  assert.ok(denied(credential(weather, 'repo:eve/one:ref:refs/heads/main')));
});

test('what the other rules refuse, and what they let through', () => {
  const accounts = 'Microsoft.CognitiveServices/accounts';
  const account = (publicNetworkAccess: string, disableLocalAuth: boolean) => ({
    fullName: 'aif-weather',
    type: accounts,
    fields: {
      [`${accounts}/publicNetworkAccess`]: publicNetworkAccess,
      [`${accounts}/disableLocalAuth`]: disableLocalAuth,
    },
  });
  assert.equal(denied(account('Disabled', true)), false);
  assert.ok(denied(account('Enabled', true)));
  assert.ok(denied(account('Disabled', false)));
  const deployment = (name: string) => ({
    fullName: 'aif-weather/one',
    type: `${accounts}/deployments`,
    fields: { [`${accounts}/deployments/model.name`]: name },
  });
  assert.equal(denied(deployment('gpt-5.2')), false);
  assert.ok(denied(deployment('another')));
});
