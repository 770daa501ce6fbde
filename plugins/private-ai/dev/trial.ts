import type { TrialEvent, TrialStart } from '@private-ai/plugin-private-ai-common';

const pause = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((done, stopped) => {
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      stopped(signal.reason);
    });
  });

/** Every model says the same, word by word. */
export async function* trialOf(
  { models, question }: TrialStart,
  signal: AbortSignal,
): AsyncGenerator<TrialEvent> {
  const words = `You asked: “${question}” These pages stand alone, so nobody knows.`.split(' ');
  for (const word of words) {
    await pause(40, signal);
    for (const model of models.keys()) yield { model, type: 'text', text: `${word} ` };
  }
  for (const model of models.keys())
    yield {
      ...{ model, type: 'end', firstMs: 400 + 300 * model, totalMs: 1900 + 800 * model },
      tokens: { input: 58, output: 20 + words.length },
    };
}
