import { withoutSecrets } from './withoutSecrets';

describe("somebody else's words", () => {
  it.each([
    ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'Authorization: Basic …'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer …'],
    ['x-private-ai-user: eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln', 'x-private-ai-user: …'],
    [
      "remote of 'https://oauth2:planted@git.example/a/b'",
      "remote of 'https://oauth2:…@git.example/a/b'",
    ],
    [
      'DATABASE_URL=postgres://app:pl@nted@db:5432/app',
      'DATABASE_URL=postgres://app:…@db:5432/app',
    ],
    [`cloned with ghp_${'a1B2'.repeat(9)}`, 'cloned with ghp_…'],
    [`cloned with glpat-${'a1B2'.repeat(5)}`, 'cloned with glpat-…'],
    [`//registry/:_authToken=npm_${'a1B2'.repeat(9)}`, '//registry/:_authToken=npm_…'],
    [`logged in by npm_${'a1B2'.repeat(9)}`, 'logged in by npm_…'],
    [`to Slack as xoxb-${'123-abc'.repeat(4)}`, 'to Slack as xoxb-…'],
    [`asked with sk-proj-${'a1_B2'.repeat(9)}.`, 'asked with sk-….'],
    ['as AKIAIOSFODNN7EXAMPLE', 'as AKIA…'],
    ['-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----\nread', '…\nread'],
    ['key: -----BEGIN PRIVATE KEY-----\nMIGHAgEA', 'key: …'],
    ['{"webhookSecret":"planted-planted"}', '{"webhookSecret":"…"}'],
    ['PASSWD=planted PGPASSWORD=planted', 'PASSWD=… PGPASSWORD=…'],
    [`the key ${'0a'.repeat(16)} alone`, 'the key … alone'],
  ])('%s', (text, safe) => expect(withoutSecrets(text)).toBe(safe));

  it.each([
    `acr.azurecr.io/private-ai/weather@sha256:${'a'.repeat(64)}`,
    `The commit ${'c'.repeat(40)} of git.example?owner=apps&repo=weather`,
    'correlation id 1ed2b8b1-1a5c-4b7c-9d2e-000000000000',
    'secret "sc-weather-secret" not found',
    "couldn't find key AZURE_KEY in Secret weather/sc-weather-secret",
    'GET http://localhost:3000/a@b and https://git.example:8443?mail=a@b.example',
    'https://user@git.example/apps/weather',
    'npm_package_dependencies_react and a sk-translation-of-words',
    'SyntaxError: Unexpected token } in JSON',
    'The token is expired, the password is not set.',
  ])('keep what is no secret: %s', text => expect(withoutSecrets(text)).toBe(text));
});
