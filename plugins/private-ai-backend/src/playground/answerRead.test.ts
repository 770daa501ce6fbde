import { answerRead } from './answerRead';

const chunk = (more: object) => JSON.stringify({ choices: [more] });
const said = (content: string) => chunk({ index: 0, delta: { content }, finish_reason: null });
const ended = (finish_reason: string) => chunk({ index: 0, delta: {}, finish_reason });
const usage = JSON.stringify({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 2 } });

function read(...frames: string[]) {
  const answer = answerRead();
  const text = frames.map(frame => answer.push(frame)).join('');
  return { text, ...answer.end() };
}

describe('an answer that is read as it comes', () => {
  it('is its words, and what it is counted as; the prompt’s filter, which comes first, is none', () => {
    const filter = JSON.stringify({ choices: [], prompt_filter_results: [] });
    expect(read(filter, said('Hel'), said('lo'), ended('stop'), usage, '[DONE]')).toEqual({
      text: 'Hello',
      tokens: { input: 7, output: 2 },
    });
  });

  it('says that there was more of it, and nothing of tokens that were not told', () => {
    expect(read(said('Hel'), ended('length'))).toEqual({ text: 'Hel', cut: true });
  });

  it('is a model’s own refusal, too', () => {
    const delta = { content: null, refusal: 'I will not.' };
    expect(read(chunk({ delta }), ended('stop')).text).toBe('I will not.');
  });

  it.each([
    ['trial-answer-filtered', [said('He'), ended('content_filter')]],
    ['trial-broken', [said('He')]],
    ['trial-broken', [said('He'), JSON.stringify({ error: { code: 'server_error' } })]],
    ['trial-broken', ['<html>']],
  ])('ends with %s where it is not whole', (code, frames) => {
    expect(() => read(...frames)).toThrow(
      expect.objectContaining({ sentence: expect.objectContaining({ code }) }),
    );
  });
});
