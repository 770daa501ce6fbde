import { createHash, randomUUID } from 'node:crypto';
import type { Interrupt, Message, ResumeEntry, ToolCall } from '@ag-ui/core';
import { RunContext, type Agent, type RunToolApprovalItem } from '@openai/agents-core';
import type { Asking } from '../agent.ts';
import { answeredAfter } from './input.ts';

/** To whom an approval belongs. */
export interface Asked {
  user: string;
  threadId: string;
}
/** What was decided, by the id of the tool call. */
export type Decisions = Map<string, 'approved' | 'rejected' | 'cancelled'>;

/** The answers in `resume` do not fit what waits: code and message are for the client, and nothing has run. */
export class ApprovalError extends Error {
  override name = 'ApprovalError';
  readonly code: keyof typeof SENTENCES;
  constructor(code: keyof typeof SENTENCES) {
    super(SENTENCES[code]);
    this.code = code;
  }
}
const SENTENCES = {
  APPROVAL_RESUME_REQUIRED: 'An approval is waiting. Approve or reject it first.',
  APPROVAL_RESUME_NOT_FOUND:
    'This approval is not waiting: it was answered already, belongs to somebody else, or is unknown here. Ask again.',
  APPROVAL_RESUME_MISSING_INTERRUPT:
    'More than one approval is waiting. Answer all of them at once.',
  APPROVAL_RESUME_INVALID:
    'This answer to an approval cannot be read: send each interruptId once, with {"approved": true} or {"approved": false}.',
};

/**
 * The calls at the end of a conversation that wait for a person: tools that need approval, without a result. A question
 * asked after them gives them up.
 */
export async function waitingCalls(
  agent: Agent<Asking>,
  messages: Message[],
  context: Asking,
): Promise<ToolCall[]> {
  const at = messages.findLastIndex(({ role }) => role === 'user' || role === 'assistant');
  const last = messages[at];
  if (last?.role !== 'assistant') return [];
  const answered = answeredAfter(messages, at);
  const open = (last.toolCalls ?? []).filter(call => !answered.has(call.id));
  const waiting = await Promise.all(
    open.map(call => needsApproval(agent, call, new RunContext(context))),
  );
  return open.filter((_, index) => waiting[index]);
}

async function needsApproval(
  agent: Agent<Asking>,
  call: ToolCall,
  run: RunContext<Asking>,
): Promise<boolean> {
  const tool = agent.tools.find(each => each.name === call.function.name);
  if (tool?.type !== 'function') return false;
  const input = json(call.function.arguments);
  // A run that was stopped leaves half a call.
  return input !== undefined && tool.needsApproval(run, input, call.id);
}

/**
 * Approvals between two requests. Nothing is kept for them: an interrupt's id is a digest of what it asks and whom, so that
 * any replica can tell whether an answer fits the call in the conversation. The digest needs no secret, because what it
 * lets through is a call in the user's own conversation, under that user's own sign-in.
 */
export class Approvals {
  /** Ids answered here, so that the same answer, sent twice, acts once. */
  readonly #answered = new Set<string>();

  /** What is asked of a person before the calls run. */
  interrupts(items: RunToolApprovalItem[], asked: Asked): Interrupt[] {
    return items.flatMap(({ rawItem, name = '' }) => {
      if (rawItem.type !== 'function_call') return [];
      const call = { id: rawItem.callId, function: { name, arguments: rawItem.arguments } };
      return {
        id: interruptId(randomUUID(), call, asked),
        reason: 'tool_call',
        message: `Approve running ${name}?`,
        toolCallId: rawItem.callId,
        responseSchema: RESPONSE_SCHEMA,
      };
    });
  }

  /**
   * Takes the answers to all calls that wait; undefined where nothing waits and nothing is answered.
   * @throws {ApprovalError}
   */
  take(waiting: ToolCall[], resume: ResumeEntry[], asked: Asked): Decisions | undefined {
    if (!resume.length) {
      if (waiting.length) throw new ApprovalError('APPROVAL_RESUME_REQUIRED');
      return undefined;
    }
    const decisions: Decisions = new Map();
    for (const entry of resume) {
      const { interruptId: id } = entry;
      const call = waiting.find(each => id === interruptId(nonceOf(id), each, asked));
      if (!call || this.#answered.has(id)) throw new ApprovalError('APPROVAL_RESUME_NOT_FOUND');
      if (decisions.has(call.id)) throw new ApprovalError('APPROVAL_RESUME_INVALID');
      decisions.set(call.id, decisionOf(entry));
    }
    if (decisions.size < waiting.length) {
      throw new ApprovalError('APPROVAL_RESUME_MISSING_INTERRUPT');
    }
    for (const { interruptId: id } of resume) this.#remember(id);
    return decisions;
  }

  #remember(id: string): void {
    this.#answered.add(id);
    if (this.#answered.size > 10_000) {
      const [oldest = id] = this.#answered;
      this.#answered.delete(oldest);
    }
  }
}

const RESPONSE_SCHEMA = {
  type: 'object',
  properties: {
    approved: { type: 'boolean', description: 'Whether the requested tool call is approved.' },
  },
  required: ['approved'],
  additionalProperties: false,
};

type Call = Pick<ToolCall, 'id' | 'function'>;

const nonceOf = (id: string) => id.split('.', 1)[0] ?? '';

function interruptId(nonce: string, { id, function: called }: Call, asked: Asked): string {
  // Whoever keeps the conversation may have written the same arguments with other spaces.
  const parts = [nonce, asked.user, asked.threadId, id, called.name, json(called.arguments)];
  return `${nonce}.${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`;
}

function decisionOf({ status, payload }: ResumeEntry) {
  if (status === 'cancelled') return 'cancelled';
  const approved = (payload as { approved?: unknown } | null | undefined)?.approved;
  if (typeof approved !== 'boolean') throw new ApprovalError('APPROVAL_RESUME_INVALID');
  return approved ? 'approved' : 'rejected';
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
