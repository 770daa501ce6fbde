import type { OperationEvent } from './PrivateAiApi';
import { eventStream, fakePortal } from '../testing/fakePortal';
import { sentenceOf } from './sentence';

describe('the client', () => {
  it('asks below the entity, each part of its reference escaped', async () => {
    const { client, requests } = fakePortal({
      'GET /apps/component/default/a%20b/threads': { items: [] },
    });
    await expect(client.threads('component:default/a b')).resolves.toEqual([]);
    expect(requests).toHaveLength(1);
  });

  it("rejects with the backend's sentence", async () => {
    const { client } = fakePortal({
      'GET /platform': {
        status: 403,
        message: 'You need the permission private-ai.curation.read.',
      },
    });
    const error = await client.platform().catch(cause => cause);
    expect(error.name).toBe('ResponseError');
    expect(sentenceOf(error)).toBe('You need the permission private-ai.curation.read.');
  });

  it('follows a log however the network cuts it', async () => {
    const line = (seq: number) => ({
      seq,
      time: '2026-01-01T00:00:00Z',
      level: 'info',
      message: `가 ${seq}`,
    });
    const text = [
      ': awake\r\n',
      `id: 1\nevent: log\ndata: ${JSON.stringify(line(1))}\n\n`,
      `id: 2\r\nevent: log\r\ndata: ${JSON.stringify(line(2))}\r\n\r\n`,
      `event: end\ndata: {"id":"op","state":"succeeded"}\n\n`,
    ].join('');
    for (const size of [1, 7, 4096]) {
      const cut = text.match(new RegExp(`.{1,${size}}`, 'gs'))!;
      const { client, requests } = fakePortal({ 'GET /operations/op/events': eventStream(cut) });
      const events: OperationEvent[] = [];
      const { signal } = new AbortController();
      for await (const event of client.followOperation('op', { after: 3, signal }))
        events.push(event);
      expect(requests[0].query).toBe('?after=3');
      expect(events).toEqual([
        { type: 'log', line: line(1) },
        { type: 'log', line: line(2) },
        { type: 'end', operation: { id: 'op', state: 'succeeded' } },
      ]);
    }
  });
});
