import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemOf } from '../src/agui/problem.ts';
import { SignInError } from '../src/model/client.ts';
import { ask, eventsOf, question, startApp } from './app.ts';
import { begin, delta, end, refuse, startModel, toolCall, type Answer } from './modelServer.ts';

const now = { 'retry-after-ms': '1', 'retry-after': '7' };
const filtered: Answer = response => {
  begin(response);
  response.write(delta({ content: 'I ' }));
  response.write(delta({}, 'content_filter'));
  end(response);
};
/** An error in place of a chunk. */
const filteredAmid: Answer = response => {
  begin(response);
  response.write(delta({ content: 'I ' }));
  response.end('data: {"error":{"code":"content_filter","message":"secret detail"}}\n\n');
};

const cases: [string, Answer, RegExp][] = [
  ['model_unauthorized', refuse(401, '401'), /sign-in \(401\)/],
  ['model_forbidden', refuse(403, 'AuthenticationTypeDisabled'), /Cognitive Services OpenAI User/],
  ['model_forbidden', refuse(401, 'PermissionDenied'), /may not use the model \(401\)/],
  ['model_not_found', refuse(404, 'DeploymentNotFound'), /"gpt-test"/],
  ['model_throttled', refuse(429, '429', now), /in 7 seconds/],
  ['model_unavailable', refuse(503, 'busy', now), /\(503\)/],
  ['content_filter', refuse(400, 'content_filter'), /refused this message/],
  ['content_filter', filtered, /stopped this answer/],
  ['content_filter', filteredAmid, /stopped this answer/],
  ['context_too_long', refuse(400, 'context_length_exceeded'), /too long/],
  ['model_refused', refuse(400, 'BadRequest'), /\(400\)/],
  ['too_many_turns', toolCall('again', 'get_weather', '{"city":"Seoul"}'), /kept calling tools/],
];
for (const [code, answer, sentence] of cases) {
  test(`a failed run says ${code}: ${sentence.source} (${answer.name || 'refused'})`, async () => {
    await using model = await startModel(answer);
    await using app = await startApp(model.url);
    const events = await eventsOf(await ask(app.url, question('Hi')));
    const last = events.at(-1);
    assert(last?.type === 'RUN_ERROR', `ends with ${last?.type}`);
    assert.equal(last.code, code);
    assert.match(last.message, sentence);
    assert.doesNotMatch(last.message, /secret detail/);
  });
}

test('a model that cannot be reached', async () => {
  await using app = await startApp('http://127.0.0.1:9');
  const last = (await eventsOf(await ask(app.url, question('Hi')))).at(-1);
  assert(last?.type === 'RUN_ERROR');
  assert.equal(last.code, 'model_unreachable');
});

test('a failed sign-in is found behind the client that wraps it', () => {
  const error = new Error('Failed to get token', { cause: new SignInError('No token') });
  assert.equal(problemOf(error, 'gpt').code, 'sign_in_failed');
});
