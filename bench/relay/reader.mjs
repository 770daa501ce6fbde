// A browser that takes gzip, over node's own http.
import { randomUUID } from 'node:crypto';
import { request } from 'node:http';

const now = () => performance.timeOrigin + performance.now();

/**
 * Asks once and reads the answer.
 * @returns `{ firstByte, first, lags, over }`: milliseconds from the question to the first byte, to the first delta, of each
 *   delta on its way, and whether the answer came to its end; `leave` goes, `runId` is known once something has come
 */
export function ask(server, wanted, { reads = true, threadId } = {}) {
  const content = JSON.stringify(wanted);
  const runId = randomUUID();
  const [path, body] =
    server.way === 'ours'
      ? [runs, { message: content, threadId }]
      : ['/', { threadId: randomUUID(), runId, messages: [{ id: 'q', role: 'user', content }] }];
  return opened(server, { method: 'POST', path, text: JSON.stringify(body), runId, reads });
}

/** One more reader of a run of ours, which does not read. */
export const follow = (server, runId) =>
  opened(server, { method: 'GET', path: `${runs}/${runId}/events?after=0`, runId, reads: false });

const runs = '/apps/component/default/weather/runs';

function opened({ port, way }, { method, path, text, runId, reads }) {
  const answer = { runId, first: undefined, lags: [], over: false };
  const asked = now();
  let rest = '';
  const take = chunk => {
    const at = now();
    answer.firstByte ??= at - asked;
    rest += chunk;
    if (!answer.known) {
      const [, id] = /"runId":"([^"]+)"/.exec(rest) ?? [];
      const [, thread] = /"threadId":"([^"]+)"/.exec(rest) ?? [];
      Object.assign(answer, id && { runId: id, threadId: thread, known: true });
    }
    let end = 0;
    for (const said of rest.matchAll(/(\d{13}\.\d\d) /g)) {
      answer.first ??= at - asked;
      answer.lags.push(at - Number(said[1]));
      end = said.index + said[0].length;
    }
    answer.over ||= rest.includes('"RUN_FINISHED"');
    rest = rest.slice(Math.max(end, rest.length - 64));
  };
  let call;
  const done = new Promise((resolve, reject) => {
    call = request(
      {
        port,
        path,
        method,
        agent: false,
        headers: {
          accept: 'text/event-stream',
          'accept-encoding': 'gzip',
          ...(text && {
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(text),
          }),
        },
      },
      response => {
        if (response.statusCode !== 200) {
          return reject(new Error(`The ${way} way answered with ${response.statusCode}.`));
        }
        if (!reads) {
          response.pause();
          return resolve();
        }
        response.setEncoding('utf8');
        response.on('data', take);
        response.on('close', resolve);
        response.on('error', resolve);
        return undefined;
      },
    );
    call.on('error', resolve);
    call.end(text);
  });
  return Object.assign(answer, { done, leave: () => call.destroy() });
}
