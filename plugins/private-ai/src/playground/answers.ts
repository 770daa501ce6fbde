import {
  say,
  type Sentence,
  type TrialEvent,
  type TrialFigures,
} from '@private-ai/plugin-private-ai-common';

/** One model's answer, as far as it has come. */
export interface Answer {
  state: 'asking' | 'answered' | 'failed' | 'stopped';
  text: string;
  /** Once it is whole. */
  figures?: TrialFigures;
  /** Why it failed. */
  sentence?: Sentence;
}

export const noneYet = (models: number): Answer[] =>
  Array.from({ length: models }, () => ({ state: 'asking', text: '' }));

/** The answers after something more has come of one of them. */
export function answersAfter(answers: readonly Answer[], event: TrialEvent): Answer[] {
  return answers.map((answer, index) => (index === event.model ? after(answer, event) : answer));
}

function after(answer: Answer, event: TrialEvent): Answer {
  switch (event.type) {
    case 'text':
      return { ...answer, text: answer.text + event.text };
    case 'end': {
      const { model, type, ...figures } = event;
      return { ...answer, state: 'answered', figures };
    }
    case 'failed':
      return { ...answer, state: 'failed', sentence: event.sentence };
    default:
      // Of a newer backend.
      return answer;
  }
}

/** What has no end and gets none any more: it was stopped, or the stream broke off. */
export const ended = (answers: readonly Answer[], state: 'stopped' | 'failed'): Answer[] =>
  answers.map(answer => {
    if (answer.state !== 'asking') return answer;
    return { ...answer, state, ...(state === 'failed' && { sentence: say('trial-broken') }) };
  });
