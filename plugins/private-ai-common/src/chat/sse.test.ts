import { SseReader, type SseMessage } from './sse';

function read(chunks: (string | Uint8Array)[]): SseMessage[] {
  const messages: SseMessage[] = [];
  const reader = new SseReader(message => messages.push(message));
  for (const chunk of chunks) reader.push(chunk);
  return messages;
}

const stream = [
  ': keepalive',
  '',
  'id: 1',
  'data: {"안녕":',
  'data:  "하세요 🙂"}',
  '',
  'event: log',
  'retry: 10',
  'data',
  '',
  ': between: frames',
  'data:x:y',
  '',
  'data: never ended',
  '',
].join('\n');

const wanted = [
  { id: '1', event: 'message', data: '{"안녕":\n "하세요 🙂"}' },
  { id: '1', event: 'log', data: '' },
  { id: '1', event: 'message', data: 'x:y' },
];

describe('SseReader', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads %s, split at any byte', (_, ending) => {
    const bytes = new TextEncoder().encode(stream.replaceAll('\n', ending));
    expect(read([bytes])).toEqual(wanted);
    expect(read([...bytes].map(byte => Uint8Array.of(byte)))).toEqual(wanted);
    for (let at = 0; at < bytes.length; at++) {
      expect(read([bytes.slice(0, at), bytes.slice(at)])).toEqual(wanted);
    }
  });

  it('does not slow down over a long line that arrives in pieces', () => {
    const pieces = Array.from({ length: 20_000 }, () => 'x'.repeat(100));
    const started = process.cpuUsage();
    expect(read(['data: ', ...pieces, '\n\n'])[0].data).toHaveLength(2_000_000);
    // Of the processor, in microseconds: whatever else this machine does meanwhile.
    expect(process.cpuUsage(started).user).toBeLessThan(5_000_000);
  });
});
