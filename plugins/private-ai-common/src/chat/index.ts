export { applyEvent } from './applyEvent';
export { cancelled } from './close';
export { addMessage, initialChat, isStreaming } from './chat';
export type { Chat, Run, Subagent } from './chat';
export type { ChatEvent } from './event';
export { runInput, unanswered } from './runInput';
export { readSse, SseReader, type SseMessage } from './sse';
export { PROTOCOL_VERSION } from './version';
export { ProtocolViolation, type ViolationReason } from './violation';
