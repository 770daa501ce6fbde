// An agent that says what the question asks for: `{"deltas":1000,"perSecond":50}`; without `perSecond`, all at once. Each
// delta begins with when it was said, in milliseconds since 1970.
import { createServer } from 'node:http';

const now = () => (performance.timeOrigin + performance.now()).toFixed(2);
const frame = event => `data: ${JSON.stringify(event)}\n\n`;
const open = new Set();

const server = createServer(async (request, response) => {
  let body = '';
  for await (const piece of request) body += piece;
  const { threadId, runId, messages } = JSON.parse(body);
  const { deltas, perSecond, pad = 0, hangs } = JSON.parse(messages.at(-1).content);
  open.add(response);
  response.on('close', () => {
    open.delete(response);
    if (!response.writableFinished) process.send({ closed: runId, at: Number(now()) });
  });
  response.writeHead(200, { 'content-type': 'text/event-stream' });
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
  const began = performance.now();
  for (let at = 0; at < deltas && !response.destroyed; at++) {
    const due = began + (at * 1000) / perSecond;
    await new Promise(done => setTimeout(done, Math.max(0, due - performance.now())));
    response.write(say());
  }
  if (!hangs) response.end(ends);
});
process.on('message', () => process.send({ open: open.size }));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
