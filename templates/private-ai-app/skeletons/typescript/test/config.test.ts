import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from '../src/config.ts';

const base = {
  AZURE_AISERVICES_OPENAI_BASE: 'https://aif-x.openai.azure.com/',
  AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt',
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
  ];
  for (const [env, sentence] of wrong) {
    assert.throws(() => parseConfig(env), { name: 'ConfigError', message: sentence });
  }
});
