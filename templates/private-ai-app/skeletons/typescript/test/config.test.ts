import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../src/config.ts';

const base = {
  AZURE_AISERVICES_OPENAI_BASE: 'https://aif-x.openai.azure.com/',
  AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt',
  SINGLE_USER: 'true',
};

test('the v1 address, with and without the slash that Service Connector writes', () => {
  const url = (value: string) =>
    parseConfig({ ...base, AZURE_AISERVICES_OPENAI_BASE: value }).modelUrl.href;
  assert.equal(url('https://a.openai.azure.com/'), 'https://a.openai.azure.com/openai/v1/');
  assert.equal(url('https://a.openai.azure.com'), 'https://a.openai.azure.com/openai/v1/');
  assert.equal(
    url('https://gateway.example/foundry'),
    'https://gateway.example/foundry/openai/v1/',
  );
  assert.equal(url('http://localhost:11434/v1'), 'http://localhost:11434/v1/');
});

test('what is missing or wrong is one sentence with its name', () => {
  const wrong: [NodeJS.ProcessEnv, RegExp][] = [
    [{}, /^AZURE_AISERVICES_OPENAI_BASE is missing/],
    [{ ...base, AZURE_OPENAI_DEPLOYMENT_NAME: ' ' }, /^AZURE_OPENAI_DEPLOYMENT_NAME is missing/],
    [{ ...base, AZURE_AISERVICES_OPENAI_BASE: 'aif-x' }, /must be an http\(s\) URL/],
    [{ ...base, PORT: 'http' }, /^PORT must be a whole number/],
    [{ ...base, SINGLE_USER: undefined }, /^PORTAL_KEYS_FILE is missing.*set SINGLE_USER=true/],
    [{ ...base, SINGLE_USER: 'false' }, /^PORTAL_KEYS_FILE is missing/],
    [{ ...base, SINGLE_USER: 'yes' }, /^SINGLE_USER must be true or false, but is "yes"/],
    [{ ...base, PORTAL_KEYS_FILE: '/keys' }, /are both set: leave out one/],
    [{ ...base, SINGLE_USER: '', PORTAL_KEYS_FILE: '/keys' }, /^PORTAL_AUDIENCE is missing/],
  ];
  for (const [env, sentence] of wrong) {
    assert.throws(() => parseConfig(env), { name: 'ConfigError', message: sentence });
  }
});

test("who may ask is said aloud: the portal's users, or one", () => {
  assert.equal(parseConfig(base).signIn, 'single-user');
  const portal = { PORTAL_KEYS_FILE: '/keys', PORTAL_AUDIENCE: 'component:default/weather' };
  assert.deepEqual(parseConfig({ ...base, SINGLE_USER: undefined, ...portal }).signIn, {
    keysFile: '/keys',
    audience: 'component:default/weather',
  });
});
