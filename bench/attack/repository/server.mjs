// The attacker's agent: a question names the answer that it gives, one of answers.mjs; any other is answered with one word.
import { createServer } from 'node:http';
import { answers } from './answers.mjs';

const frame = event => `data: ${JSON.stringify(event)}\n\n`;

createServer(async (request, response) => {
  if (request.method !== 'POST') return void response.end('ok');
  const parts = [];
  for await (const part of request) parts.push(part);
  const { threadId, runId, messages } = JSON.parse(Buffer.concat(parts).toString('utf8'));
  const said = messages.findLast(({ role }) => role === 'user')?.content ?? '';
  const text = typeof said === 'string' ? said : said.map(({ text = '' }) => text).join('');
  const answer = answers[text.trim()] ?? answers.plain;
  if (answer.redirect) return void response.writeHead(302, { location: answer.redirect }).end();
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  let gone = false;
  response.on('close', () => (gone = true));
  const write = async bytes => {
    if (gone) return;
    if (!response.write(bytes))
      await new Promise(done => response.once('drain', done).once('close', done));
  };
  if (!answer.silent) await write(frame({ type: 'RUN_STARTED', threadId, runId }));
  for await (const one of answer.events?.({ headers: request.headers }) ?? []) {
    if (gone) return;
    await write(typeof one === 'string' ? one : frame(one));
  }
  if (answer.open || answer.silent) return;
  await write(frame({ type: 'RUN_FINISHED', threadId, runId }));
  response.end();
}).listen(Number(process.env.PORT ?? 8080));
