import type { AppState, AppStatus } from '../api/status';

const answering: readonly AppState[] = ['running', 'changing', 'degraded', 'adopted'];

/** Whether it is worth asking its agent something. */
export const mayAnswer = ({ state, sentence }: AppStatus): boolean =>
  answering.includes(state) ||
  // Its cluster was seen.
  sentence.code === 'azure-away' ||
  sentence.code === 'azure-refuses';
