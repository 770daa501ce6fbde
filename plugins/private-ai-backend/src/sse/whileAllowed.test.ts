import { once } from 'node:events';
import { createServer } from 'node:http';
import { NotAllowedError } from '@backstage/errors';
import { readSse } from '@private-ai/plugin-private-ai-common';
import express from 'express';
import { listening } from '../testing/listening';
import { beginEvents } from './beginEvents';
import { whileAllowed } from './whileAllowed';

/** What a reader reads of a stream that goes on until it may not: one event, and what comes at the end. */
async function readWhile(ask: () => Promise<void>) {
  const app = express().get('/', async (_, response) => {
    const stream = beginEvents(response);
    const follow = async ({ send, left }: typeof stream) => {
      await send({ data: 'first' });
      if (!left.aborted) await once(left, 'abort');
    };
    await whileAllowed(stream, ask, follow, 10);
    stream.end();
  });
  const { url, close } = await listening(createServer(app));
  const events: string[] = [];
  for await (const { event, data } of readSse((await fetch(url)).body!))
    events.push(`${event}: ${data}`);
  close();
  return events;
}

describe('a stream that is followed while its reader may', () => {
  it('ends with the sentence of the refusal', async () => {
    let asked = 0;
    const events = await readWhile(async () => {
      asked += 1;
      if (asked === 3) throw new NotAllowedError('You may not any more.');
    });
    expect(events).toEqual([
      'message: "first"',
      'refused: {"name":"NotAllowedError","message":"You may not any more."}',
    ]);
    expect(asked).toBe(3);
  });

  it('breaks off where nobody can say whether they may: who comes back is asked then', async () => {
    const events = await readWhile(async () => {
      throw new Error('The catalog does not answer.');
    });
    expect(events).toEqual(['message: "first"']);
  });
});
