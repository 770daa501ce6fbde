import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { tokensOf } from './capacity.ts';
import type { ChatRequest, Reply } from './chat.ts';

interface Usage {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
}

/** An answer of the model, before it has a form on the wire. */
export interface Completion {
  reply: Reply;
  finish: 'stop' | 'tool_calls' | 'length';
  usage: Usage;
  head: { id: string; created: number; model: string; system_fingerprint: string };
}

const random = () => randomBytes(15).toString('base64url');
const notFiltered = Object.fromEntries(
  ['hate', 'self_harm', 'sexual', 'violence'].map(kind => [
    kind,
    { filtered: false, severity: 'safe' },
  ]),
);

/** Tokens of everything that a request sends. */
export const promptTokens = ({ messages, tools }: ChatRequest): number =>
  tokensOf(messages.map(({ text }) => text).join('\n')) +
  tokensOf(tools.length > 0 ? JSON.stringify(tools) : '') +
  3 * messages.length;

/** @param model name and version of what is deployed */
export function complete(request: ChatRequest, reply: Reply, model: string): Completion {
  const [shown, cut] = limited(reply, request.limit);
  const said = 'text' in shown ? shown.text : shown.tool + shown.arguments;
  const [prompt, completion] = [promptTokens(request), tokensOf(said)];
  return {
    reply: shown,
    finish: cut ? 'length' : 'text' in shown ? 'stop' : 'tool_calls',
    usage: {
      prompt_tokens: prompt,
      completion_tokens: completion,
      total_tokens: prompt + completion,
    },
    head: {
      id: `chatcmpl-${random()}`,
      created: Math.floor(Date.now() / 1000),
      model,
      system_fingerprint: 'fp_sandbox',
    },
  };
}

function limited(reply: Reply, limit?: number): [Reply, cut: boolean] {
  if (!('text' in reply) || limit === undefined || tokensOf(reply.text) <= limit)
    return [reply, false];
  let kept = '';
  for (const word of wordsOf(reply.text)) {
    if (tokensOf(kept + word) > limit) break;
    kept += word;
  }
  return [{ text: kept }, true];
}

const wordsOf = (text: string) => text.match(/\s*\S+/g) ?? [];

const toolCalls = ({ reply }: Completion) =>
  'tool' in reply
    ? [
        {
          id: `call_${random()}`,
          type: 'function',
          function: { name: reply.tool, arguments: reply.arguments },
        },
      ]
    : undefined;

/** The whole answer at once. */
export function completionBody(completion: Completion) {
  const calls = toolCalls(completion);
  const content = 'text' in completion.reply ? completion.reply.text : null;
  return {
    ...completion.head,
    object: 'chat.completion',
    choices: [
      {
        index: 0,
        finish_reason: completion.finish,
        logprobs: null,
        content_filter_results: notFiltered,
        message: {
          role: 'assistant',
          content,
          refusal: null,
          annotations: [],
          ...(calls && { tool_calls: calls }),
        },
      },
    ],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: notFiltered }],
    usage: completion.usage,
  };
}

/**
 * The answer chunk by chunk, a word each. The first has no choices, as Azure's has: it tells of the prompt's filter.
 * @param delayMs between two chunks
 */
export async function* completionChunks(
  completion: Completion,
  {
    includeUsage,
    delayMs,
    signal,
  }: { includeUsage: boolean; delayMs: number; signal: AbortSignal },
): AsyncGenerator<object> {
  const { head, reply, finish, usage } = completion;
  const form = { ...head, object: 'chat.completion.chunk', ...(includeUsage && { usage: null }) };
  const chunk = (delta: object, finish_reason: string | null = null) => ({
    ...form,
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
  });
  yield {
    id: '',
    object: '',
    created: 0,
    model: '',
    choices: [],
    prompt_filter_results: [{ prompt_index: 0, content_filter_results: notFiltered }],
  };
  if ('text' in reply) {
    yield chunk({ role: 'assistant', content: '', refusal: null });
    for (const word of wordsOf(reply.text)) {
      await sleep(delayMs, undefined, { signal });
      yield chunk({ content: word });
    }
  } else {
    const [{ id, type, function: call }] = toolCalls(completion) ?? [];
    yield chunk({
      role: 'assistant',
      content: null,
      tool_calls: [{ index: 0, id, type, function: { name: call.name, arguments: '' } }],
    });
    for (const piece of call.arguments.match(/.{1,12}/gs) ?? []) {
      await sleep(delayMs, undefined, { signal });
      yield chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] });
    }
  }
  yield chunk({}, finish);
  if (includeUsage) yield { ...form, choices: [], usage };
}
