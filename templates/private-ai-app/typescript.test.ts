import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { launchChromium } from '../../e2e/chromium.ts';
import { plainGit } from '../../testing/thisMachine.ts';
import { AWKWARD, renderSkeleton } from './rendered.ts';
import {
  slowText,
  startModel,
  text,
  toolCall,
  type Answer,
} from './skeletons/typescript/test/modelServer.ts';

const execute = promisify(execFile);
// A test runner inside this one is to report for itself.
const { NODE_TEST_CONTEXT: _, ...outer } = process.env;
const env = {
  ...outer,
  ...plainGit,
  PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
};

let app: Awaited<ReturnType<typeof renderSkeleton>>;
before(async () => {
  app = await renderSkeleton(AWKWARD);
});
after(() => app[Symbol.dispose]());

const run = (program: string, ...args: string[]) =>
  execute(program, args, { cwd: app.folder, env });

test('a freshly made repository: npm ci, lint and tests pass, and leave nothing to commit', async () => {
  assert.equal(
    JSON.parse(readFileSync(join(app.folder, 'package.json'), 'utf8')).name,
    'weather-desk',
  );
  await run('git', 'init', '--quiet');
  await run('git', 'add', '--all');
  const author = ['-c', 'user.name=portal', '-c', 'user.email=portal@example.com'];
  await run('git', ...author, 'commit', '--quiet', '--message', 'Private AI application');
  await run('npm', 'ci');
  await run('npm', 'run', 'lint');
  const { stdout } = await run('npm', 'test');
  assert.match(stdout, /pass [1-9]/);
  assert.match(stdout, /fail 0/);
  assert.equal((await run('git', 'status', '--porcelain')).stdout, '');
});

/** The app with only what the image holds, for a single user. */
async function startApp(...answers: Answer[]) {
  await run('npm', 'prune', '--omit=dev');
  const model = await startModel(...answers);
  const child = spawn(process.execPath, ['src/main.ts'], {
    cwd: app.folder,
    env: {
      PATH: env.PATH,
      HOST: '127.0.0.1',
      PORT: '0',
      SINGLE_USER: 'true',
      AZURE_AISERVICES_OPENAI_BASE: `${model.url}/`,
      AZURE_OPENAI_DEPLOYMENT_NAME: 'gpt-5.2',
      AGENT_INSTRUCTIONS: AWKWARD.instructions,
      OPENAI_API_KEY: 'key',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let log = '';
  child.stdout.on('data', chunk => (log += chunk));
  while (!log.includes('http://')) await once(child.stdout, 'data');
  return {
    url: /http:\/\/[\d.:]+/.exec(log)![0],
    model,
    child,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await model[Symbol.asyncDispose]();
    },
  };
}

const weather = toolCall('call-1', 'get_weather', '{"city":"Seoul"}');
const mail = toolCall('call-2', 'send_mail', '{"to":"a@b.example","subject":"비","body":"우산"}');

test('the app as the image has it: a streamed answer that used the tool, then SIGTERM, exit 0', async () => {
  await using started = await startApp(weather, text('It is ', '13 °C.'));
  const { url, model, child } = started;
  const response = await fetch(`${url}/api/agent`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages: [{ role: 'user', content: 'Weather in Seoul?' }] }),
  });
  const types = [...(await response.text()).matchAll(/"type":"([A-Z_]+)"/g)].map(match => match[1]);
  assert(types.includes('TOOL_CALL_RESULT'));
  assert.equal(types.at(-1), 'RUN_FINISHED');
  assert.deepEqual(model.asked[0]!.body.messages[0], {
    role: 'system',
    content: AWKWARD.instructions.trim(),
  });
  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('its chat page: Korean, Enter sends unless composing, tool and approval shown, Stop stops', async () => {
  const slow = slowText('One, ', 'two.');
  await using started = await startApp(
    ...[
      weather,
      text('It is 13 °C.'),
      mail,
      text('It is on its way.'),
      mail,
      text('Then not.'),
      slow.answer,
    ],
  );
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ locale: 'ko-KR' });
    const problems: string[] = [];
    page.on('pageerror', error => problems.push(error.message));
    page.on('console', message => {
      if (message.type() === 'error') problems.push(message.text());
    });
    const button = (name: string) => page.getByRole('button', { name });
    const roles = () => started.model.asked.at(-1)!.body.messages.map(message => message.role);
    await page.goto(started.url);
    assert.equal(new URL(page.url()).pathname, '/chat/');
    const input = page.getByRole('textbox', { name: '무엇이든 물어보세요' });
    await input.fill('서울 날씨는?');
    await input.dispatchEvent('keydown', { key: 'Enter', isComposing: true });
    assert.equal(started.model.asked.length, 0);
    await input.press('Enter');
    await page.getByText('It is 13 °C.').waitFor();
    await page.getByText('get_weather').click();
    await page.getByText('"temperatureC":13').waitFor();

    await input.fill('메일로 보내줘');
    await button('보내기').click();
    await page.getByText('이 작업을 허용할까요?').waitFor();
    await page.getByText('"to":"a@b.example"').waitFor();
    await button('승인').click();
    await page.getByText('It is on its way.').waitFor();
    await page.getByText('"outbox":"mail-').waitFor();
    const told = ['system', 'user', 'assistant', 'tool', 'assistant'];
    assert.deepEqual(roles(), [...told, 'user', 'assistant', 'tool']);

    await input.fill('한 번 더');
    await button('보내기').click();
    await button('거부').click();
    await page.getByText('Then not.').waitFor();
    assert.match(JSON.stringify(started.model.asked.at(-1)!.body.messages.at(-1)), /did not allow/);

    await input.fill('세어 봐');
    await button('보내기').click();
    await page.getByText('One,').waitFor();
    await button('중지').click();
    await page.getByRole('alert').getByText('중지했습니다.').waitFor();
    slow.more();
    assert.deepEqual(problems, []);
    if (process.env.SCREENSHOTS) await page.screenshot({ path: process.env.SCREENSHOTS });
  } finally {
    await browser.close();
  }
});
