import type { Interrupt, ResumeEntry } from '@ag-ui/core';
import { frame, type AgentAnswer } from './startForTest';

/**
 * An agent whose one tool, `send_mail`, needs an approval, as Microsoft Agent Framework 1.7 asks for it and remembers it for
 * each thread: an unanswered request refuses every other run, and a run that abandons it does nothing else.
 *
 * @param mails - how many it wants to send at once
 */
export function mailing(mails = 1) {
  const pending = new Map<string, Interrupt[]>();
  const sent: string[] = [];
  const answer: AgentAnswer = ({ threadId, runId, messages, resume }, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const say = (...events: object[]) => events.forEach(event => response.write(frame(event)));
    const end = (more: object = {}) => {
      say({ type: 'RUN_FINISHED', threadId, runId, ...more });
      response.end();
    };
    const words = (delta: string) => {
      const messageId = `words-${runId}`;
      say({ type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' });
      say({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta });
      say({ type: 'TEXT_MESSAGE_END', messageId });
    };
    const refuse = (code: string) => {
      say({ type: 'RUN_ERROR', message: 'No.', code });
      response.end();
    };
    say({ type: 'RUN_STARTED', threadId, runId });

    const asked = pending.get(threadId) ?? [];
    if (asked.length > 0 && !resume) return refuse('APPROVAL_RESUME_REQUIRED');
    if (resume && asked.length === 0) return refuse('APPROVAL_RESUME_NOT_FOUND');
    if (resume) {
      pending.delete(threadId);
      if (resume.every(({ status }) => status === 'cancelled')) return end();
      for (const { id, toolCallId } of asked) {
        if (!approves(resume.find(({ interruptId }) => interruptId === id))) continue;
        sent.push(toolCallId!);
        say({
          type: 'TOOL_CALL_RESULT',
          messageId: `r-${toolCallId}`,
          toolCallId,
          content: 'sent',
        });
      }
      words(resume.some(approves) ? 'Sent.' : 'Not sent.');
      return end();
    }
    if (!String(messages.at(-1)?.content).includes('mail')) {
      words('Hello.');
      return end();
    }
    const interrupts = Array.from({ length: mails }, (_, index): Interrupt => {
      const toolCallId = `call-${runId}-${index}`;
      const parentMessageId = `calls-${runId}`;
      const made = `made-up-${toolCallId}`;
      say({ type: 'TOOL_CALL_START', toolCallId, toolCallName: 'send_mail', parentMessageId });
      say({ type: 'TOOL_CALL_ARGS', toolCallId, delta: '{"to":"a@b.c"}' });
      say({ type: 'TOOL_CALL_END', toolCallId });
      say({
        type: 'TOOL_CALL_START',
        toolCallId: made,
        toolCallName: 'confirm_changes',
        parentMessageId,
      });
      say({ type: 'TOOL_CALL_END', toolCallId: made });
      const message = 'Approve running send_mail?';
      return { id: `ask-${toolCallId}`, reason: 'tool_call', message, toolCallId };
    });
    pending.set(threadId, interrupts);
    return end({ outcome: { type: 'interrupt', interrupts } });
  };
  return { answer, sent, pending };
}

const approves = (entry: ResumeEntry | undefined) => entry?.payload?.approved === true;

/** One decision on everything that a run asks. */
export const decided = (approved: boolean, ids: readonly string[]): ResumeEntry[] =>
  ids.map(interruptId => ({ interruptId, status: 'resolved', payload: { approved } }));
