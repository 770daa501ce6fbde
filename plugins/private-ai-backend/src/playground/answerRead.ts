import { say, type TrialFigures } from '@private-ai/plugin-private-ai-common';
import { ModelRefusal } from './refusal';

/** A chunk of a streamed chat completion, as far as it is read. */
interface Chunk {
  choices?: { delta?: { content?: unknown; refusal?: unknown }; finish_reason?: unknown }[];
  usage?: { prompt_tokens?: unknown; completion_tokens?: unknown } | null;
  error?: { code?: unknown };
}

/** What is read of one answer while it comes. */
export interface AnswerRead {
  /** Words that came with this frame. @throws ModelRefusal where it is what ends the answer badly */
  push(data: string): string;
  /** What is known at its end. @throws ModelRefusal where it is none */
  end(): Pick<TrialFigures, 'tokens' | 'cut'>;
}

/** Reads OpenAI's frames: text, then why it ended, then what it is counted as. */
export function answerRead(): AnswerRead {
  let finish: unknown;
  let tokens: TrialFigures['tokens'];
  return {
    push(data) {
      if (data === '[DONE]') return '';
      const { choices, usage, error } = chunkOf(data);
      if (error) throw new ModelRefusal(say('trial-broken'));
      const [{ delta = undefined, finish_reason = undefined } = {}] = choices ?? [];
      finish = finish_reason ?? finish;
      if (finish === 'content_filter') throw new ModelRefusal(say('trial-answer-filtered'));
      const [input, output] = [usage?.prompt_tokens, usage?.completion_tokens];
      if (isCount(input) && isCount(output)) tokens = { input, output };
      const said = delta?.content ?? delta?.refusal;
      return typeof said === 'string' ? said : '';
    },
    end() {
      if (finish === undefined) throw new ModelRefusal(say('trial-broken'));
      return { ...(tokens && { tokens }), ...(finish === 'length' && { cut: true as const }) };
    },
  };
}

function chunkOf(data: string): Chunk {
  try {
    return (JSON.parse(data) ?? {}) as Chunk;
  } catch (cause) {
    throw new ModelRefusal(say('trial-broken'), { cause });
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value);
