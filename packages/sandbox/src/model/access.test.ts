import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import OpenAI from 'openai';
import { startModelForTest } from '../testing/model.ts';

let model: Awaited<ReturnType<typeof startModelForTest>>;
before(async () => {
  model = await startModelForTest();
});
after(() => model.stop());

const hello: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'chat',
  messages: [{ role: 'user', content: 'Hello' }],
};
const refused = (status: number, code: string, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof OpenAI.APIError, String(error));
  assert.deepEqual([error.status, error.code], [status, code]);
  assert.match(error.message, message);
  return true;
};

test('refuses as Azure does: token, account, deployment, role', async () => {
  const ask = (of: Parameters<typeof model.client>[0], deployment = 'chat') =>
    model.client(of).chat.completions.create({ ...hello, model: deployment });
  await assert.rejects(
    ask({ as: 'no token' }),
    refused(401, 'Unauthorized', /audience is incorrect/),
  );
  const management = await model.tokenFor('https://management.azure.com');
  await assert.rejects(
    ask({ as: management }),
    refused(401, 'Unauthorized', /audience is incorrect/),
  );
  await assert.rejects(
    ask({ host: 'nobody.openai.azure.com' }),
    refused(404, '404', /no account answers/),
  );
  await assert.rejects(ask({}, 'absent'), refused(404, 'DeploymentNotFound', /does not exist/));
  model.unassign();
  await assert.rejects(ask({}), refused(401, 'PermissionDenied', /lacks the required data action/));
  model.assign();
  assert.equal((await ask({})).choices.length, 1);
});

test('more than the capacity of a minute is refused with the seconds to wait', async () => {
  const messages = [{ role: 'user' as const, content: `Count to 200. ${'word '.repeat(400)}` }];
  await model.client().chat.completions.create({ model: 'small', messages });
  await assert.rejects(
    model.client().chat.completions.create({ model: 'small', messages }),
    (error: unknown) => {
      assert.ok(error instanceof OpenAI.RateLimitError);
      assert.ok(Number(error.headers.get('retry-after')) > 50);
      return true;
    },
  );
  assert.equal(
    (await model.client().chat.completions.create(hello)).choices.length,
    1,
    'another has its own',
  );
});
