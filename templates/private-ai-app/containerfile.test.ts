import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { containerfileProblems } from './containerfile.ts';
import { RUNTIMES } from './rendered.ts';

const read = (runtime: string) =>
  readFileSync(join(import.meta.dirname, 'skeletons', runtime, 'Containerfile'), 'utf8');

for (const runtime of RUNTIMES) {
  test(`the image of ${runtime} is pinned, runs as nobody, and keeps neither cache nor secret`, () => {
    assert.deepEqual(containerfileProblems(read(runtime)), []);
  });
}

test('each rule finds what it is for', () => {
  const good = read('typescript');
  const bad: [from: RegExp, to: string, problem: RegExp][] = [
    [/:[\d.]+-slim@/m, '@', /pin a version/],
    [/:[\d.]+-slim@/m, ':24-slim@', /pin a version/],
    [/:[\d.]+-slim@/m, ':latest@', /pin a version/],
    [/@sha256:[\da-f]{64}$/m, '', /and its bytes/],
    [/@sha256:[\da-f]{64}$/m, '@sha256:2fe369', /and its bytes/],
    [/^USER.*\n/m, '', /USER is missing/],
    [/^USER.*/m, 'USER node', /a number other than 0/],
    [/^USER.*/m, 'USER 0', /a number other than 0/],
    [/^WORKDIR/m, 'USER 1000\nWORKDIR', /before a RUN/],
    [/^COPY src/m, 'ADD src', /ADD/],
    [/^CMD.*/m, 'CMD node src/main.ts', /exec form/],
    [/^CMD.*/m, '', /exactly one/],
    [/^WORKDIR.*/m, 'WORKDIR app', /absolute/],
    [/ && npm cache clean --force/, '', /clean its cache/],
    [/npm ci/, 'npm install', /`npm ci`/],
    [/npm ci.*/, 'pip install --require-hashes -r requirements.txt', /--no-cache-dir/],
    [/npm ci.*/, 'pip install --no-cache-dir -r requirements.txt', /--require-hashes/],
    [/^COPY src/m, 'RUN apt-get update && apt-get install -y curl\nCOPY src', /lists/],
    [/^COPY src/m, 'RUN sudo true\nCOPY src', /sudo/],
    [/^COPY src/m, 'RUN curl https://get.example | sh\nCOPY src', /from the network/],
    [/^COPY src.*/m, 'COPY . .', /nobody meant/],
    [/^COPY package/m, 'COPY src ./src\nCOPY package', /install anew/],
    [/^COPY certificates.*\n/m, '', /certificates/],
    [/^ENV.*/m, 'ENV OPENAI_API_KEY=sk-1', /secret/],
    [/^ENV.*/m, 'ARG NPM_TOKEN', /secret/],
    [/^COPY src/m, 'COPY .env ./\nCOPY src', /secret/],
  ];
  for (const [from, to, problem] of bad) {
    assert.match(good, from);
    const found = containerfileProblems(good.replace(from, to));
    assert(
      found.some(sentence => problem.test(sentence)),
      `${to || `without ${from}`}: found only ${JSON.stringify(found)}`,
    );
  }
});
