import { randomUUID } from 'node:crypto';
import { contentToText, type ContentPart, type Message, type RunAgentInput } from '@ag-ui/core';
import { RunAgentInputSchema } from '@ag-ui/core/schemas';
import type { AgentInputItem } from '@openai/agents-core';

/** The body is no AG-UI run input: its message is for the client. */
export class InputError extends Error {
  override name = 'InputError';
}

/**
 * Reads the body of `POST /api/agent`. What the protocol wants and a person with curl leaves out (ids, tools, context)
 * is filled in.
 * @throws {InputError}
 */
export function parseInput(body: unknown): RunAgentInput {
  if (!isRecord(body))
    throw new InputError('The body must be a JSON object: an AG-UI RunAgentInput.');
  const messages = Array.isArray(body.messages)
    ? body.messages.map(each => (isRecord(each) ? { id: randomUUID(), ...each } : each))
    : body.messages;
  const parsed = RunAgentInputSchema.safeParse({
    threadId: randomUUID(),
    runId: randomUUID(),
    tools: [],
    context: [],
    ...body,
    messages,
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputError(`Not an AG-UI RunAgentInput: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const input = parsed.data as RunAgentInput;
  if (!input.messages.length) throw new InputError('messages is empty: send at least one message.');
  return input;
}

/**
 * The conversation as the model takes it. A call without its result (a run that was stopped) and a result without its
 * call are left out, because the model refuses the whole conversation for either.
 */
export function toModelInput(messages: Message[]): AgentInputItem[] {
  const names = new Map<string, string>();
  return messages.flatMap((message, index): AgentInputItem[] => {
    switch (message.role) {
      case 'system':
      case 'developer':
        return [{ role: 'system', content: message.content }];
      case 'user':
        return [{ role: 'user', content: userContent(message.content) }];
      case 'assistant': {
        const answered = answeredAfter(messages, index);
        const calls = (message.toolCalls ?? []).filter(call => answered.has(call.id));
        names.clear();
        for (const call of calls) names.set(call.id, call.function.name);
        return [
          ...(message.content
            ? [
                {
                  role: 'assistant' as const,
                  status: 'completed' as const,
                  content: [{ type: 'output_text' as const, text: message.content }],
                },
              ]
            : []),
          ...calls.map(call => ({
            type: 'function_call' as const,
            callId: call.id,
            name: call.function.name,
            arguments: call.function.arguments,
            status: 'completed' as const,
          })),
        ];
      }
      case 'tool': {
        const name = names.get(message.toolCallId);
        if (!name) return [];
        const text = message.error ?? contentToText(message.content);
        return [
          {
            type: 'function_call_result',
            callId: message.toolCallId,
            name,
            status: 'completed',
            output: { type: 'text', text },
          },
        ];
      }
      default:
        // Reasoning and activity are for the person, not for the model.
        return [];
    }
  });
}

/**
 * The calls of the assistant message at `index` that have their results: those right behind it, since some models use an id
 * again in a later answer.
 */
export function answeredAfter(messages: Message[], index: number): Set<string> {
  const behind = messages.slice(index + 1);
  const end = behind.findIndex(({ role }) => role === 'user' || role === 'assistant');
  const results = end < 0 ? behind : behind.slice(0, end);
  return new Set(results.flatMap(each => (each.role === 'tool' ? [each.toolCallId] : [])));
}

function userContent(content: string | ContentPart[]) {
  if (typeof content === 'string') return content;
  return content.map(part => {
    if (part.type === 'text') return { type: 'input_text' as const, text: part.text };
    if (part.type === 'image' && part.source.type !== 'file') {
      const { source } = part;
      const image =
        source.type === 'url' ? source.value : `data:${source.mimeType};base64,${source.value}`;
      return { type: 'input_image' as const, image };
    }
    throw new InputError(`This agent reads text and images, not a part of type "${part.type}".`);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
