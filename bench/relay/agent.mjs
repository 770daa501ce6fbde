// An agent that says what the question asks for: `{"deltas":1000,"perSecond":50}`; without `perSecond`, all at once. Each
// delta begins with when it was said, in milliseconds since 1970. `{"state":1000,"changes":2000}`: so many kilobytes of state,
// so often changed. `{"words":300}`: a turn as the Agent Framework has it, `perSecond` too.
import { createServer } from 'node:http';
import { turn } from './framework.mjs';

const now = () => (performance.timeOrigin + performance.now()).toFixed(2);
const frame = event => `data: ${JSON.stringify(event)}\n\n`;
const open = new Set();

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  const { threadId, runId, messages } = JSON.parse(body);
  const wanted = JSON.parse(messages.at(-1).content);
  const { deltas, perSecond, pad = 0, hangs } = wanted;
  open.add(response);
  response.on('close', () => {
    open.delete(response);
    if (!response.writableFinished) process.send({ closed: runId, at: Number(now()) });
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const whole = wanted.words
    ? turn({ messages }, wanted.words).events
    : wanted.state && changed(wanted);
  if (whole) {
    const around = type => ({ type, threadId, runId });
    const frames = [around('RUN_STARTED'), ...whole, around('RUN_FINISHED')].map(frame);
    if (perSecond) await paced(response, frames.length, perSecond, at => frames[at]);
    return void response.end(perSecond ? '' : frames.join(''));
  }
  const messageId = `a-${runId}`;
  const filling = 'x'.repeat(pad);
  const say = () =>
    frame({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta: `${now()} ${filling}|` });
  const begins =
    frame({ type: 'RUN_STARTED', threadId, runId }) +
    frame({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
  const ends =
    frame({ type: 'TEXT_MESSAGE_END', messageId }) +
    frame({ type: 'RUN_FINISHED', threadId, runId });
  if (!perSecond) {
    const all = Array.from({ length: deltas }, say).join('');
    response.end(begins + all + (hangs ? '' : ends));
    return;
  }
  response.write(begins);
  await paced(response, deltas, perSecond, say);
  if (!hangs) response.end(ends);
});

async function paced(response, count, perSecond, say) {
  const began = performance.now();
  for (let at = 0; at < count && !response.destroyed; at++) {
    const due = began + (at * 1000) / perSecond;
    await new Promise(done => setTimeout(done, Math.max(0, due - performance.now())));
    response.write(say(at));
  }
}

/** State of that many values of a kilobyte, and one after the other replaced. */
function changed({ state, changes }) {
  const snapshot = Object.fromEntries(
    Array.from({ length: state }, (_, at) => [`k${at}`, 'x'.repeat(1000)]),
  );
  const events = Array.from({ length: changes }, (_, at) => ({
    type: 'STATE_DELTA',
    delta: [{ op: 'replace', path: `/k${at % state}`, value: `changed ${at}` }],
  }));
  return [{ type: 'STATE_SNAPSHOT', snapshot }, ...events];
}

process.on('message', () => process.send({ open: open.size }));
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
