import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readSse } from '@private-ai/plugin-private-ai-common';
import express from 'express';
import { beginEvents, type EventStream } from './beginEvents';

/** A server whose every answer is a stream that the test writes. */
async function startStreaming(silence?: number) {
  const streams: EventStream[] = [];
  const app = express().get('/', (_, response) => {
    streams.push(beginEvents(response, silence));
  });
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return { streams, url, stop: () => void (server.closeAllConnections(), server.close()) };
}

describe('a stream of events', () => {
  it('is what a reader of events reads, and nothing on the way holds it back', async () => {
    const { streams, url, stop } = await startStreaming();
    const response = await fetch(url);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    });
    streams[0].send({ id: 3, event: 'log', data: { message: 'one\ntwo' } });
    streams[0].send({ id: 4, data: {} });
    streams[0].send({ event: 'end', data: { state: 'succeeded' } });
    streams[0].end();
    const read = [];
    for await (const { id, event, data } of readSse(response.body!))
      read.push({ id, event, data: JSON.parse(data) });
    expect(read).toMatchObject([
      { id: '3', event: 'log', data: { message: 'one\ntwo' } },
      { id: '4', data: {} },
      { event: 'end', data: { state: 'succeeded' } },
    ]);
    stop();
  });

  it('says in its silence that it is still there', async () => {
    const { streams, url, stop } = await startStreaming(20);
    const response = await fetch(url);
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toBe(': keep-alive\n\n');
    streams[0].end();
    stop();
  });

  it('tells that its reader has left', async () => {
    const { streams, url, stop } = await startStreaming();
    const leaving = new AbortController();
    await fetch(url, { signal: leaving.signal });
    const [{ left }] = streams;
    leaving.abort();
    if (!left.aborted) await once(left, 'abort');
    expect(left.aborted).toBe(true);
    stop();
  });

  it('is over where the reader left before it began', async () => {
    const begun: EventStream[] = [];
    const app = express().get('/', (request, response) => {
      response.on('close', () => setTimeout(() => begun.push(beginEvents(response)), 10));
      request.socket.destroy();
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    while (begun.length === 0) await new Promise(done => setTimeout(done, 5));
    expect(begun[0].left.aborted).toBe(true);
    await begun[0].send({ data: {} });
    server.close();
  });
});
