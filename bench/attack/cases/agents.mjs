// What an agent answers, and who may hear it: cases 31 to 60.
import assert from 'node:assert/strict';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { brokeOff, most, refused, runError, short } from '../refusal.mjs';

const at = name => `/apps/component/default/${name}`;

/** The answer that a question names, which breaks one of the protocol's budgets. */
const beyond = (id, title, ...questions) => ({
  id,
  title,
  async attack({ question: asked }) {
    let said;
    for (const question of questions) said = overBudget(await asked(question));
    return said;
  },
});

/** Not for another reason, such as that what was begun did not end. */
const overBudget = answer =>
  brokeOff(
    answer,
    /PROTOCOL_VIOLATION|ANSWER_TOO_LONG/,
    /An answer may have|copies a value into itself|was stopped after/,
  );

/** Tries an entity whose annotations say something else, registered beside the real one. */
const annotated = async (world, changes, statuses, words) => {
  const { ask, weather: source } = world;
  const text = source.read('catalog-info.yaml');
  const changed = Object.entries(changes).reduce(
    (all, [name, value]) =>
      all.includes(`private-ai/${name}:`)
        ? all.replace(
            new RegExp(`private-ai/${name}: .*`),
            `private-ai/${name}: ${JSON.stringify(value)}`,
          )
        : all.replace(
            '  annotations:\n',
            `  annotations:\n    private-ai/${name}: ${JSON.stringify(value)}\n`,
          ),
    text,
  );
  const attempt = async () => {
    const seen = await taken(world, annotations =>
      Object.entries(changes).every(([name, value]) => annotations[`private-ai/${name}`] === value),
    );
    assert.ok(seen, 'the catalog has not taken the annotations up');
    const answers = await Promise.all([
      ask('dev', `${at('weather')}/runs`, { body: { message: 'plain' } }),
      ask('dev', `${at('weather')}/releases`, { body: {} }),
    ]);
    return answers.map(answer => refused(answer, statuses, words)).at(0);
  };
  try {
    return await source.tried({ 'catalog-info.yaml': changed }, attempt);
  } finally {
    // The cases that follow need it as it was.
    await taken(world, annotations =>
      Object.entries(changes).every(([name, value]) => annotations[`private-ai/${name}`] !== value),
    );
  }
};

/** Refreshes the entity until its annotations are as told. */
async function taken({ ask }, are) {
  for (let left = 60; left > 0; left--) {
    await ask('dev', 'catalog/refresh', { body: { entityRef: 'component:default/weather' } });
    const { body } = await ask('dev', 'catalog/entities/by-name/component/default/weather');
    if (are(body.metadata.annotations)) return true;
    await pause(500);
  }
  return false;
}

const threadOf = answer => /"threadId":"([^"]+)"/.exec(answer.text)?.[1];
const runOf = answer => /"runId":"([^"]+)"/.exec(answer.text)?.[1];

export const agents = [
  {
    id: 31,
    title: 'an annotation that names another team’s namespace',
    attack: world => annotated(world, { namespace: 'payroll', service: 'payroll' }, 403),
  },
  {
    id: 32,
    title: 'an annotation that names the cluster’s namespace',
    attack: world => annotated(world, { namespace: 'kube-system' }, [400, 403, 404]),
  },
  {
    id: 33,
    title: 'a service that is a path',
    attack: world => annotated(world, { service: 'a/../../secrets' }, 400),
  },
  {
    id: 34,
    title: 'an agent’s path that leads elsewhere',
    attack: world => annotated(world, { 'agent-path': '//evil.example/api' }, 400),
  },
  {
    id: 37,
    title: 'a conversation of somebody else, of the same team',
    async attack({ ask, question }) {
      const answer = await question('plain');
      const [thread, run] = [threadOf(answer), runOf(answer)];
      assert.ok(thread && run, 'there is no conversation to look at');
      // Who may do everything may not read what others said.
      refused(await ask('eng', `${at('weather')}/threads/${thread}`), 404);
      refused(await ask('eng', `${at('weather')}/runs/${run}/events`), 404);
      return refused(await ask('eng', `${at('weather')}/runs/${run}/stop`, { body: {} }), 404);
    },
  },
  {
    id: 38,
    title: 'a conversation of one application, asked for at another',
    async attack({ ask, question }) {
      // Who may talk to both has it at one of them.
      const thread = threadOf(await question('plain', { person: 'eng' }));
      assert.equal((await ask('eng', `${at('weather')}/threads/${thread}`)).status, 200);
      return refused(await ask('eng', `${at('payroll')}/threads/${thread}`), 404);
    },
  },
  {
    id: 39,
    title: 'an answer to an interrupt that nobody asked',
    async attack({ ask, question }) {
      const threadId = threadOf(await question('plain'));
      const resume = [{ interruptId: 'none', status: 'resolved', payload: true }];
      return refused(
        await ask('dev', `${at('weather')}/runs`, { body: { threadId, resume } }),
        [400, 409],
      );
    },
  },
  {
    id: 40,
    title: 'questions without end, and empty ones',
    async attack({ question }) {
      refused(await question('x'.repeat(100_001)), 400);
      refused(await question(''), 400);
      return refused(await question('x'.repeat(1_100_000)), 413);
    },
  },
  {
    id: 42,
    title: 'an agent that sends the portal elsewhere',
    attack: async ({ question }) => brokeOff(await question('elsewhere'), /AGENT_REFUSED/),
  },
  {
    id: 43,
    title: 'an agent that repeats the token it was given',
    async attack({ question, everywhere }) {
      const answer = await question('echo');
      assert.equal(answer.status, 200);
      const token = /eyJ[\w-]+\.[\w-]+\.[\w-]+/.exec(answer.text)?.[0];
      // It is this person’s own, and in their own answer; nobody else is shown it.
      const places = await everywhere(token ?? 'eyJhbGciOiJFUzI1NiI');
      assert.deepEqual(places, [], `it is in ${places.join(', ')}`);
      return token ? 'only in the person’s own answer' : 'nowhere';
    },
  },
  beyond(48, 'a kilobyte that doubles itself 28 times', 'doubling'),
  beyond(49, '800,000 events of no known type', 'unknown'),
  beyond(50, '100,000 messages that never end', 'starts'),
  {
    id: 51,
    title: '50,000 results of tools, then a question',
    async attack({ question }) {
      const first = await question('results');
      const said = overBudget(first);
      const threadId = threadOf(first);
      const since = Date.now();
      const second = await question('plain', { threadId });
      assert.ok([200, 400, 409].includes(second.status), second.text);
      return `${said}; the next question ${second.status} after ${Date.now() - since} ms`;
    },
  },
  beyond(52, '8 MB of state, and 50,000 changes of it', 'state'),
  beyond(54, 'a line without end, and comments without end', 'endless', 'comments'),
  {
    id: 56,
    title: '50 answers of 15 MB, then the whole conversation',
    most,
    async attack({ ask, question }) {
      let threadId;
      let answer;
      let kept = 0;
      for (; kept < 50; kept++) {
        answer = await question('long', { threadId });
        if (answer.status !== 200 || runError(answer)) break;
        threadId ??= threadOf(answer);
      }
      assert.ok(kept < 50, 'all of them are kept');
      const page = await ask('dev', `${at('weather')}/threads/${threadId}`);
      assert.equal(page.status, 200, page.text.slice(0, 200));
      const said = answer.status === 200 ? runError(answer).message : answer.body.error.message;
      return `after ${kept}: ${short(said)}; a page of ${Math.round(page.text.length / 1024)} kB`;
    },
  },
  {
    id: 57,
    title: '100 readers of one answer that do not read',
    most,
    async attack({ question, tokenOf, backend }) {
      const answer = await question('long');
      const run = runOf(answer);
      const token = await tokenOf('dev');
      const sockets = await Promise.all(
        Array.from({ length: 100 }, () =>
          unread(`${backend}/api/private-ai${at('weather')}/runs/${run}/events`, token),
        ),
      );
      await pause(3000);
      for (const { request } of sockets) request.destroy();
      const statuses = sockets.map(({ status }) => status);
      assert.deepEqual([...new Set(statuses)], [200]);
      return 'all of them are answered';
    },
  },
  {
    id: 58,
    title: '500 open answers',
    most,
    async attack({ open }) {
      const leave = new AbortController();
      const answers = await Promise.all(
        Array.from({ length: 500 }, async () => {
          const answer = await open('dev', `${at('weather')}/runs`, {
            body: { message: 'hold' },
            signal: leave.signal,
          });
          if (answer.status === 200) return { status: 200, run: await firstRun(answer) };
          const { error } = await answer.json();
          const after = answer.headers.get('retry-after');
          return { status: answer.status, message: error.message, after };
        }),
      );
      leave.abort();
      const let_in = answers.filter(({ status }) => status === 200);
      for (const { run } of let_in)
        await (await open('dev', `${at('weather')}/runs/${run}/stop`, { body: {} })).text();
      assert.ok(let_in.length <= 10, `${let_in.length} are let in`);
      const no = answers.find(({ status }) => status === 429);
      assert.ok(no?.after, 'nobody is told when to come again');
      return `${let_in.length} are let in; 429 ${short(no.message)}`;
    },
  },
];

/** A reader that takes the head of an answer and then nothing. */
function unread(address, token) {
  return new Promise((resolve, reject) => {
    const request = http.get(address, { headers: { authorization: `Bearer ${token}` } }, answer => {
      answer.pause();
      resolve({ status: answer.statusCode, request });
    });
    request.on('error', reject);
  });
}

async function firstRun(answer) {
  const reader = answer.body.getReader();
  let text = '';
  while (!/"runId":"([^"]+)"/.test(text)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += Buffer.from(value).toString('utf8');
  }
  return /"runId":"([^"]+)"/.exec(text)?.[1];
}
