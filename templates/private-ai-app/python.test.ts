import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import type { AGUIEvent } from '@ag-ui/core';
import { EventSchema } from '@ag-ui/core/schemas';
import { launchChromium } from '../../e2e/chromium.ts';
import { plainGit } from '../../testing/thisMachine.ts';
import { pythonWith, skip } from './pythonVenv.ts';
import { AWKWARD, renderSkeleton } from './rendered.ts';
import {
  refuse,
  startModel,
  text,
  toolCall,
  type Answer,
} from './skeletons/typescript/test/modelServer.ts';

const execute = promisify(execFile);
// Beside the environments, so that a second run is quick.
const caches = { MYPY_CACHE_DIR: join(tmpdir(), 'private-ai-test', 'mypy') };
const skeleton = (runtime: string) => join(import.meta.dirname, 'skeletons', runtime);

let app: Awaited<ReturnType<typeof renderSkeleton>>;
before(async () => {
  app = await renderSkeleton({ ...AWKWARD, runtime: 'python' });
});
after(() => app[Symbol.dispose]());
const read = (file: string) => readFileSync(join(app.folder, file), 'utf8');

/** Versions by package, of those lines that hold for this lock's every platform or for some. */
const pinned = (lock: string) =>
  new Map([...read(lock).matchAll(/^([\w-]+)==([\w.]+)/gm)].map(match => [match[1]!, match[2]!]));

test('the locks hold what pyproject.toml names, each by hash, and the tests run on what the image has', () => {
  const [image, dev] = [pinned('requirements.txt'), pinned('requirements-dev.txt')];
  const named = [...read('pyproject.toml').matchAll(/^ {2}"([\w-]+)(?:\[\w+\])?==([\w.]+)"/gm)];
  assert(named.length > 10);
  for (const [, name, version] of named) assert.equal(dev.get(name!), version, name);
  for (const [name, version] of image) assert.equal(dev.get(name), version, name);
  for (const tool of ['pytest', 'ruff', 'mypy']) assert(!image.has(tool), tool);
  for (const lock of ['requirements.txt', 'requirements-dev.txt']) {
    const requirements = read(lock)
      .replaceAll('\\\n', '')
      .match(/^\S+==.*$/gm)!;
    for (const each of requirements) assert.match(each, /--hash=sha256:[\da-f]{64}/);
    assert.doesNotMatch(read(lock), /^(-|.*:\/\/)/m);
  }
});

/** Literals of Python modules that are sentences, with an ellipsis for what is put in. */
const SENTENCES = `
import ast, json, sys
from pathlib import Path

def said(node):
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in parts)

found = []
for folder in sys.argv[1:]:
    for file in Path(folder).rglob("*.py"):
        tree = ast.parse(file.read_text())
        for parent in ast.walk(tree):
            for node in ast.iter_child_nodes(parent):
                inner = isinstance(parent, (ast.JoinedStr, ast.Expr))
                if isinstance(node, (ast.Constant, ast.JoinedStr)) and not inner:
                    found.append(said(node))
print(json.dumps([each for each in found if len(each) > 25 and each.endswith(".")]))
`;

test('both runtimes say the same of a failure', { skip }, async () => {
  const python = await pythonWith('requirements-dev.txt', app.folder);
  const folders = ['app/agui', 'app/sign_in'];
  const { stdout } = await execute(python, ['-c', SENTENCES, ...folders], { cwd: app.folder });
  const said: string[] = JSON.parse(stdout);
  assert(said.length > 20, stdout);
  const sources = join(skeleton('typescript'), 'src');
  const typescript = readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.ts'))
    .map(file => readFileSync(join(sources, file), 'utf8'))
    .join('\n')
    .replaceAll("\\'", "'")
    .replaceAll(/\$\{[^{}]*\}/g, '…');
  // What the framework checks itself, or cannot do.
  const own = /^(Not an AG-UI RunAgentInput|These approvals belong together)/;
  assert.deepEqual(
    said.filter(sentence => !own.test(sentence) && !typescript.includes(sentence)),
    [],
  );
});

test(
  'a freshly made repository: lint, types and tests pass, and leave nothing to commit',
  { skip },
  async () => {
    const python = await pythonWith('requirements-dev.txt', app.folder);
    const run = (program: string, ...args: string[]) =>
      execute(program, args, {
        cwd: app.folder,
        env: { PATH: process.env.PATH, ...plainGit, ...caches },
      });
    await run('git', 'init', '--quiet');
    await run('git', 'add', '--all');
    const author = ['-c', 'user.name=portal', '-c', 'user.email=portal@example.com'];
    await run('git', ...author, 'commit', '--quiet', '--message', 'Private AI application');
    await run(python, '-m', 'ruff', 'check', '.');
    await run(python, '-m', 'ruff', 'format', '--check', '.');
    await run(python, '-m', 'mypy', 'app');
    const { stdout } = await run(python, '-m', 'pytest');
    assert.match(stdout, /^\d\d+ passed in /m);
    assert.equal((await run('git', 'status', '--porcelain')).stdout, '');
  },
);

/** The app with only what the image holds, for a single user. */
async function startApp(...answers: Answer[]) {
  const python = await pythonWith('requirements.txt', app.folder);
  const model = await startModel(...answers);
  const child = spawn(python, ['-m', 'app'], {
    cwd: app.folder,
    env: {
      PATH: process.env.PATH,
      PYTHONDONTWRITEBYTECODE: '1',
      PYTHONUNBUFFERED: '1',
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

test(
  'the app as the image has it: a tool, approvals, a refusal, then SIGTERM, exit 0',
  { skip },
  async () => {
    await using started = await startApp(
      ...[weather, text('It is ', '13 °C.'), mail, text('It is out.'), mail, text('Then not.')],
      refuse(404, 'DeploymentNotFound'),
    );
    const { url, model, child } = started;
    let messages: unknown[] = [];
    const run = async (...more: [content: string] | [content: undefined, resume: unknown]) => {
      const [content, resume] = more;
      if (content) messages.push({ id: randomUUID(), role: 'user', content });
      const response = await fetch(`${url}/api/agent`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ threadId: 'thread-1', runId: randomUUID(), messages, resume }),
      });
      const frames = (await response.text())
        .split('\n\n')
        .filter(frame => frame.startsWith('data: '));
      // Each as the protocol wants it.
      const events = frames.map(frame =>
        EventSchema.parse(JSON.parse(frame.slice(6))),
      ) as AGUIEvent[];
      for (const event of events) {
        if (event.type === 'MESSAGES_SNAPSHOT') messages = event.messages;
      }
      return events;
    };
    const decide = (events: AGUIEvent[], approved: boolean) => {
      const last = events.at(-1);
      assert(last?.type === 'RUN_FINISHED' && last.outcome?.type === 'interrupt');
      return last.outcome.interrupts.map(({ id }) => ({
        interruptId: id,
        status: 'resolved',
        payload: { approved },
      }));
    };

    const answered = await run('Weather in Seoul?');
    assert(answered.some(event => event.type === 'TOOL_CALL_RESULT'));
    assert.equal(answered.at(-1)?.type, 'RUN_FINISHED');
    assert.deepEqual(model.asked[0]!.body.messages[0], {
      role: 'system',
      content: AWKWARD.instructions.trim(),
    });

    const approved = await run(undefined, decide(await run('Mail it.'), true));
    const receipt = approved.find(event => event.type === 'TOOL_CALL_RESULT');
    assert.equal(receipt?.toolCallId, 'call-2');
    assert.match(String(receipt.content), /"outbox":"mail-/);
    const rejected = await run(undefined, decide(await run('Once more.'), false));
    assert(!rejected.some(event => event.type === 'TOOL_CALL_RESULT'));
    assert.equal(rejected.at(-1)?.type, 'RUN_FINISHED');

    const failed = (await run('And now?')).at(-1);
    assert(failed?.type === 'RUN_ERROR');
    assert.equal(failed.code, 'model_not_found');
    child.kill('SIGTERM');
    assert.deepEqual(await once(child, 'exit'), [0, null]);
  },
);

test(
  'its pages: a chat with tool and approval in Korean, and the API to try out, without a word from outside',
  { skip },
  async () => {
    await using started = await startApp(
      ...[
        weather,
        text('It is 13 °C.'),
        mail,
        text('It is out.'),
        mail,
        text('Then not.'),
        text('Hello.'),
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
      page.on('request', request => {
        if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(started.url))
          problems.push(request.url());
      });
      const button = (name: string) => page.getByRole('button', { name });
      await page.goto(started.url);
      const say = async (words: string) => {
        await page.getByRole('textbox', { name: '무엇이든 물어보세요' }).fill(words);
        await button('보내기').click();
      };
      await say('서울 날씨는?');
      await page.getByText('It is 13 °C.').waitFor();
      await page.getByText('get_weather').click();
      await page.getByText('"temperatureC":13').waitFor();
      await say('메일로 보내줘');
      await page.getByText('"to":"a@b.example"').waitFor();
      await button('승인').click();
      await page.getByText('It is out.').waitFor();
      await page.getByText('"outbox":"mail-').waitFor();
      await say('한 번 더');
      await button('거부').click();
      await page.getByText('Then not.').waitFor();
      await say('고마워');
      await page.getByText('Hello.').waitFor();

      await page.goto(`${started.url}/docs`);
      await page.getByText('/api/agent').first().waitFor();
      assert.deepEqual(problems, []);
      if (process.env.SCREENSHOTS) await page.screenshot({ path: process.env.SCREENSHOTS });
    } finally {
      await browser.close();
    }
  },
);
