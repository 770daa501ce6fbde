import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, test } from 'node:test';
import type OpenAI from 'openai';
import { listen } from '../listen.ts';
import { startModel } from './model.ts';
import { startModelForTest } from '../testing/model.ts';

let model: Awaited<ReturnType<typeof startModelForTest>>;
before(async () => {
  model = await startModelForTest();
});
after(() => model.stop());

const weatherTool = {
  type: 'function' as const,
  function: {
    name: 'get_weather',
    description: 'Weather of a city.',
    parameters: {
      type: 'object',
      properties: {
        units: { type: 'string', enum: ['metric', 'imperial'] },
        city: { type: 'string' },
        days: { type: ['integer', 'null'], minimum: 1 },
      },
      required: ['units', 'city', 'days'],
      additionalProperties: false,
    },
  },
};

for (const [question, city, said] of [
  [
    'What is the weather in Seoul?',
    'Seoul',
    /found for Seoul: temperature 13 °C, sky sunny\. Sample data\./,
  ],
  ['서울 날씨 어때?', '서울', /서울: 기온 13 °C, 하늘 sunny\. Sample data\./],
  ['How is the weather in Ulan Bator today?', 'Ulan Bator', /found for Ulan Bator/],
] as const) {
  test(`calls the tool and uses its result: ${question}`, async () => {
    const messages: OpenAI.ChatCompletionMessageParam[] = [
      { role: 'system', content: 'You are a weather desk.' },
      { role: 'user', content: question },
    ];
    const first = model.client().chat.completions.stream({
      model: 'chat',
      messages,
      tools: [weatherTool],
    });
    const { message, finish_reason } = (await first.finalChatCompletion()).choices[0];
    assert.equal(finish_reason, 'tool_calls');
    const call = message.tool_calls?.[0] as OpenAI.ChatCompletionMessageFunctionToolCall;
    assert.equal(call.function.name, 'get_weather');
    assert.deepEqual(JSON.parse(call.function.arguments), { units: 'metric', city, days: 1 });

    const pieces: string[] = [];
    let usage: OpenAI.CompletionUsage | null | undefined;
    const result = JSON.stringify({
      city,
      temperatureC: 13,
      sky: 'sunny',
      known: true,
      note: 'Sample data.',
    });
    const stream = await model.client().chat.completions.create({
      model: 'chat',
      stream: true,
      stream_options: { include_usage: true },
      tools: [weatherTool],
      messages: [...messages, message, { role: 'tool', tool_call_id: call.id, content: result }],
    });
    for await (const chunk of stream) {
      pieces.push(chunk.choices[0]?.delta.content ?? '');
      usage = chunk.usage ?? usage;
    }
    assert.match(pieces.join(''), said);
    assert.ok(pieces.filter(Boolean).length > 5, 'it comes word by word');
    assert.ok(usage && usage.prompt_tokens > 20 && usage.completion_tokens > 5);
    assert.equal(usage.total_tokens, usage.prompt_tokens + usage.completion_tokens);
  });
}

test('calls a mail tool with what it is asked to write, and to whom', async () => {
  const text = { type: 'string' };
  const properties = { to: text, subject: text, body: text };
  const parameters = { type: 'object', properties, required: Object.keys(properties) };
  const mailTool = {
    type: 'function' as const,
    function: { name: 'send_mail', description: 'Sends a mail.', parameters },
  };
  const asked = async (content: string) => {
    const { choices } = await model.client().chat.completions.create({
      model: 'chat',
      messages: [{ role: 'user', content }],
      tools: [weatherTool, mailTool],
    });
    const call = choices[0].message.tool_calls?.[0];
    return call?.type === 'function' ? JSON.parse(call.function.arguments) : undefined;
  };
  assert.deepEqual(
    await asked('Send a mail to ada@example.com about lunch saying see you at noon'),
    {
      ...{ to: 'ada@example.com', subject: 'lunch', body: 'see you at noon' },
    },
  );
  assert.deepEqual(await asked('ada@example.com 에게 메일을 보내 줘'), {
    ...{ to: 'ada@example.com', subject: 'Hello', body: 'ada@example.com 에게 메일을 보내 줘' },
  });
  assert.equal(await asked('Do you like mail?'), undefined);
});

test('without a tool it answers in the language of the question; instructions may name another', async () => {
  const ask = async (system: string, question: string) => {
    const answer = await model.client().chat.completions.create({
      model: 'chat',
      messages: [
        { role: 'system', content: system },
        { role: 'user', content: [{ type: 'text', text: question }] },
      ],
    });
    assert.equal(answer.model, 'gpt-5.2-2025-12-11');
    return String(answer.choices[0].message.content);
  };
  assert.match(
    await ask('You help.', 'Tell me about tea.'),
    /You said: "Tell me about tea\.".*instructions are in English/,
  );
  assert.match(
    await ask('당신은 도우미입니다.', '차에 대해 알려줘'),
    /"차에 대해 알려줘".*지침은 한국어/,
  );
  assert.match(await ask('Always answer in Korean.', 'Tell me about tea.'), /라고 하셨네요/);
});

test('a long answer streams on until the reader goes', async () => {
  const stream = await model.client().chat.completions.create({
    model: 'chat',
    stream: true,
    messages: [{ role: 'user', content: 'Please count to 500' }],
  });
  let text = '';
  for await (const chunk of stream) {
    text += chunk.choices[0]?.delta.content ?? '';
    if (text.includes('20,')) break;
  }
  assert.match(text, /^1, 2, 3, .*20,$/);
});

const hello: OpenAI.ChatCompletionCreateParamsNonStreaming = {
  model: 'chat',
  messages: [{ role: 'user', content: 'Hello' }],
};
test('with an upstream, that one answers', async () => {
  const asked: string[] = [];
  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    asked.push(`${request.url} ${JSON.parse(body).model} ${request.headers.authorization}`);
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ choices: [{ message: { content: 'from upstream' } }] }));
  });
  const upstream = await listen(server, 0);
  const other = await startModel(model.azure.surroundings, {
    port: 0,
    arm: model.azure.arm,
    verifier: model.azure.verifier,
    upstream: `http://127.0.0.1:${upstream.port}/v1`,
  });
  try {
    const answer = await model.client({ at: other.url }).chat.completions.create(hello);
    assert.equal(answer.choices[0].message.content, 'from upstream');
    assert.deepEqual(asked, ['/v1/chat/completions chat undefined'], 'the token stays here');
    await upstream.stop();
    await assert.rejects(
      model.client({ at: other.url }).chat.completions.create(hello),
      /502 The model at .* cannot be reached/,
    );
  } finally {
    await other.stop();
    await upstream.stop().catch(() => undefined);
  }
});
