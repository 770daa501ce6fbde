import { randomUUID } from 'node:crypto';
import { EventType, type AGUIEvent, type TokenUsage } from '@ag-ui/core';
import type { RunItem, RunStreamEvent } from '@openai/agents-core';
import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { ContentFilteredError } from './problem.ts';

type Counts = Required<Pick<TokenUsage, 'inputTokens' | 'outputTokens' | 'totalTokens'>>;

/**
 * Translates an agent's run into AG-UI events, one by one, without the frame of RUN_STARTED and RUN_FINISHED. Returns
 * the tokens used.
 * @throws {ContentFilteredError} and whatever the run throws.
 */
export async function* translate(
  run: AsyncIterable<RunStreamEvent>,
): AsyncGenerator<AGUIEvent, Counts> {
  const counts: Counts = { inputTokens: 0, outputTokens: 0, totalTokens: 0 };
  let answer = new Answer();
  for await (const event of run) {
    if (event.type === 'raw_model_stream_event') {
      if (event.data.type === 'model') {
        yield* answer.take(event.data.event as ChatCompletionChunk);
      } else if (event.data.type === 'response_done') {
        const { usage } = event.data.response;
        counts.inputTokens += usage.inputTokens;
        counts.outputTokens += usage.outputTokens;
        counts.totalTokens += usage.totalTokens;
        yield* answer.end();
        answer = new Answer();
      }
    } else if (event.type === 'run_item_stream_event' && event.name === 'tool_output') {
      yield* toolResult(event.item);
    }
  }
  return counts;
}

/** One answer of the model: a text, tool calls, or both; all belong to one assistant message. */
class Answer {
  readonly #messageId = randomUUID();
  readonly #calls = new Map<number, string>();
  #text: 'none' | 'open' | 'closed' = 'none';

  *take(chunk: ChatCompletionChunk): Generator<AGUIEvent> {
    const choice = chunk.choices?.[0];
    if (!choice) return;
    const text = choice.delta?.content ?? choice.delta?.refusal;
    if (text) yield* this.#addText(text);
    for (const call of choice.delta?.tool_calls ?? []) yield* this.#addCall(call);
    if (choice.finish_reason === 'content_filter') {
      throw new ContentFilteredError('finish_reason is content_filter');
    }
  }

  *end(): Generator<AGUIEvent> {
    yield* this.#endText();
    for (const toolCallId of this.#calls.values()) {
      yield { type: EventType.TOOL_CALL_END, toolCallId };
    }
  }

  *#addText(delta: string): Generator<AGUIEvent> {
    const messageId = this.#messageId;
    if (this.#text !== 'open') {
      yield { type: EventType.TEXT_MESSAGE_START, messageId, role: 'assistant' };
      this.#text = 'open';
    }
    yield { type: EventType.TEXT_MESSAGE_CONTENT, messageId, delta };
  }

  *#endText(): Generator<AGUIEvent> {
    if (this.#text !== 'open') return;
    yield { type: EventType.TEXT_MESSAGE_END, messageId: this.#messageId };
    this.#text = 'closed';
  }

  *#addCall(call: ChatCompletionChunk.Choice.Delta.ToolCall): Generator<AGUIEvent> {
    let toolCallId = this.#calls.get(call.index);
    if (toolCallId === undefined) {
      // A call opens with its id and name; without them there is nothing to announce yet.
      if (!call.id || !call.function?.name) return;
      toolCallId = call.id;
      this.#calls.set(call.index, toolCallId);
      yield* this.#endText();
      yield {
        type: EventType.TOOL_CALL_START,
        toolCallId,
        toolCallName: call.function.name,
        parentMessageId: this.#messageId,
      };
    }
    const delta = call.function?.arguments;
    if (delta) yield { type: EventType.TOOL_CALL_ARGS, toolCallId, delta };
  }
}

function* toolResult(item: RunItem): Generator<AGUIEvent> {
  if (item.type !== 'tool_call_output_item' || item.rawItem.type !== 'function_call_result') return;
  yield {
    type: EventType.TOOL_CALL_RESULT,
    messageId: randomUUID(),
    toolCallId: item.rawItem.callId,
    role: 'tool',
    content: typeof item.output === 'string' ? item.output : JSON.stringify(item.output),
  };
}
