import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, eventsOf, question, startApp } from './app.ts';
import { begin, delta, end, startModel, slowText, text, toolCall } from './modelServer.ts';

test('answers with a stream that used the tool', async () => {
  await using model = await startModel(
    toolCall('call-1', 'get_weather', '{"city":"Seoul"}'),
    text('It is 13 °C ', 'in Seoul.'),
  );
  await using app = await startApp(model.url);
  const response = await ask(app.url, question('What is the weather in Seoul?'));
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
  assert.equal(response.headers.get('cache-control'), 'no-cache, no-transform');
  assert.equal(response.headers.get('x-accel-buffering'), 'no');

  const events = await eventsOf(response);
  assert.deepEqual(
    events.map(event => event.type),
    [
      'RUN_STARTED',
      'TOOL_CALL_START',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_ARGS',
      'TOOL_CALL_END',
      'TOOL_CALL_RESULT',
      'TEXT_MESSAGE_START',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_CONTENT',
      'TEXT_MESSAGE_END',
      'RUN_FINISHED',
    ],
  );
  const result = events.find(event => event.type === 'TOOL_CALL_RESULT');
  assert.match(String(result?.content), /"temperatureC":13.*Sample data/);
  const finished = events.at(-1);
  assert(finished?.type === 'RUN_FINISHED');
  assert.equal(finished.runId, 'run-1');
  assert.deepEqual(finished.usage, [
    {
      provider: 'azure.ai.openai',
      model: 'gpt-test',
      inputTokens: 40,
      outputTokens: 10,
      totalTokens: 50,
    },
  ]);

  const [first, second] = model.asked;
  assert.equal(first?.path, '/openai/v1/chat/completions');
  assert.equal(first?.headers.authorization, 'Bearer token-1');
  assert.equal(first?.body.model, 'gpt-test');
  assert.deepEqual(first?.body.stream_options, { include_usage: true });
  assert.deepEqual(first?.body.messages, [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'What is the weather in Seoul?' },
  ]);
  assert.deepEqual(
    second?.body.messages.map(message => message.role),
    ['system', 'user', 'assistant', 'tool'],
  );
});

test('text before two calls belongs to one assistant message', async () => {
  await using model = await startModel(response => {
    begin(response);
    const call = (index: number, city: string) => ({
      index,
      id: `call-${index}`,
      type: 'function',
      function: { name: 'get_weather', arguments: JSON.stringify({ city }) },
    });
    response.write(delta({ content: 'Let me look.' }));
    response.write(delta({ tool_calls: [call(0, 'Seoul')] }));
    response.write(delta({ tool_calls: [call(1, 'Busan')] }));
    response.write(delta({}, 'tool_calls'));
    end(response);
  }, text('Done.'));
  await using app = await startApp(model.url);
  const events = await eventsOf(await ask(app.url, question('Seoul and Busan?')));
  const starts = events.filter(event => event.type === 'TOOL_CALL_START');
  const said = events.find(event => event.type === 'TEXT_MESSAGE_START');
  assert.deepEqual(
    starts.map(event => event.parentMessageId),
    [said?.messageId, said?.messageId],
  );
  assert.equal(events.filter(event => event.type === 'TOOL_CALL_RESULT').length, 2);
});

test('the whole conversation goes to the model, except calls that were never answered', async () => {
  await using model = await startModel(text('Yes.'));
  await using app = await startApp(model.url);
  const call = (id: string) => ({
    id,
    type: 'function',
    function: { name: 'get_weather', arguments: '{"city":"Seoul"}' },
  });
  await eventsOf(
    await ask(app.url, {
      ...question(''),
      messages: [
        { id: '1', role: 'user', content: '서울 날씨는?' },
        {
          id: '2',
          role: 'assistant',
          content: 'Looking.',
          toolCalls: [call('a'), call('stopped')],
        },
        { id: '3', role: 'tool', toolCallId: 'a', content: '13 °C' },
        { id: '4', role: 'tool', toolCallId: 'nobody', content: 'lost' },
        { id: '5', role: 'assistant', content: '13 °C.' },
        { id: '6', role: 'user', content: [{ type: 'text', text: 'Warm?' }] },
        // Some models use an id again.
        { id: '7', role: 'assistant', toolCalls: [call('a')] },
        { id: '8', role: 'user', content: 'Well?' },
      ],
    }),
  );
  assert.deepEqual(model.asked[0]?.body.messages, [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: '서울 날씨는?' },
    { role: 'assistant', content: [{ type: 'text', text: 'Looking.' }], tool_calls: [call('a')] },
    { role: 'tool', tool_call_id: 'a', content: '13 °C' },
    { role: 'assistant', content: [{ type: 'text', text: '13 °C.' }] },
    { role: 'user', content: [{ type: 'text', text: 'Warm?' }] },
    { role: 'user', content: 'Well?' },
  ]);
});

test('ids, tools and context may be left out', async () => {
  await using model = await startModel(text('안녕하세요!'));
  await using app = await startApp(model.url);
  const events = await eventsOf(
    await ask(app.url, { messages: [{ role: 'user', content: '안녕' }] }),
  );
  assert.equal(events.at(-1)?.type, 'RUN_FINISHED');
});

test('a body that is no run input is refused with a sentence', async () => {
  await using model = await startModel(text('never'));
  await using app = await startApp(model.url);
  for (const [body, sentence] of [
    [{}, /messages/],
    [{ messages: [] }, /messages is empty/],
    [{ messages: [{ role: 'nobody', content: 'x' }] }, /messages\.0/],
    [[1], /must be a JSON object/],
    [
      {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'audio', source: { type: 'data', value: '', mimeType: 'audio/wav' } },
            ],
          },
        ],
      },
      /reads text and images/,
    ],
  ] as const) {
    const response = await ask(app.url, body);
    assert.equal(response.status, 400);
    const { error } = (await response.json()) as { error: string };
    assert.match(error, sentence);
  }
  assert.equal(model.asked.length, 0);
});

test('a silent stream is kept alive by comments between frames', async () => {
  const slow = slowText('One ', 'two.');
  await using model = await startModel(slow.answer);
  await using app = await startApp(model.url, { keepAliveMs: 20 });
  const response = await ask(app.url, question('Count.'));
  setTimeout(slow.more, 100);
  const body = await response.text();
  assert.match(body, /\n\n: keep-alive\n\n/);
  assert.match(body, /RUN_FINISHED/);
});

test('a client that goes ends the run at the model', async () => {
  const closed = Promise.withResolvers<void>();
  const slow = slowText('One ', 'two.');
  await using model = await startModel((response, asked) => {
    response.on('close', () => closed.resolve());
    slow.answer(response, asked);
  });
  await using app = await startApp(model.url);
  const client = new AbortController();
  const response = await ask(app.url, question('Count.'), { signal: client.signal });
  const reader = response.body!.getReader();
  let seen = '';
  while (!seen.includes('One')) seen += Buffer.from((await reader.read()).value!).toString();
  client.abort();
  await closed.promise;
});

test('pages: chat, API description, probe, relative redirects', async () => {
  await using model = await startModel(text('never'));
  await using app = await startApp(model.url);
  const get = (path: string) => fetch(`${app.url}${path}`, { redirect: 'manual' });
  assert.equal((await get('/')).headers.get('location'), 'chat/');
  assert.match(await (await get('/chat/')).text(), /<textarea/);
  assert.match((await get('/chat/chat.js')).headers.get('content-type') ?? '', /javascript/);
  assert.match(await (await get('/docs')).text(), /POST \/api\/agent/);
  assert.equal(
    ((await (await get('/docs/openapi.json')).json()) as { openapi: string }).openapi,
    '3.1.0',
  );
  assert.deepEqual(await (await get('/healthz')).json(), { status: 'ok' });
  assert.match(
    (await get('/chat/')).headers.get('content-security-policy') ?? '',
    /script-src 'self'/,
  );
});
