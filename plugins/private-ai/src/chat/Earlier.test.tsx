import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { empty, field, kept, path, renderTab } from './renderTabForTest';
import { closes, keptRun, keptThread, liveRun, opens, says, started } from './runForTest';

const said = (id: string, words: string) => [opens(id), says(id, words), closes(id)];
const ended = { type: 'RUN_FINISHED', threadId: 't1', runId: 'r1' };
const run = (question: string, answer: string) =>
  keptRun(question, [started, ...said(`a-${question}`, answer), ended], { id: `run-${question}` });

describe('a long conversation', () => {
  it('comes in parts, and what is restated of those that are not shown is no answer', async () => {
    const newest = {
      ...keptThread([run('third', 'Answer three.')]),
      earlier: { before: 3, messageIds: ['q-second', 'a-second', 'q-first', 'a-first'] },
    };
    const live = liveRun();
    const { sent } = renderTab({
      ...kept([run('third', 'Answer three.')]),
      [`GET ${path}/threads/t1`]: ({ url }) =>
        url.searchParams.get('before') === '3'
          ? keptThread([run('first', 'Answer one.'), run('second', 'Answer two.')])
          : newest,
      [`POST ${path}/runs`]: () => live.response,
    });
    expect(await screen.findByText('Answer three.')).toBeVisible();
    await userEvent.type(await field(), 'fourth{Enter}');
    live.say(started, ...said('a-fourth', 'Answer four.'), {
      type: 'MESSAGES_SNAPSHOT',
      messages: [
        { id: 'q-first', role: 'user', content: 'first' },
        { id: 'a-first', role: 'assistant', content: 'Answer one.' },
        { id: 'a-fourth', role: 'assistant', content: 'Answer four.' },
      ],
    });
    live.finish();
    expect(await screen.findByText('Answer four.')).toBeVisible();
    expect(screen.queryByText('Answer one.')).not.toBeInTheDocument();

    await userEvent.click(screen.getByRole('button', { name: 'Show what was said before' }));
    expect(await screen.findByText('Answer two.')).toBeVisible();
    expect(
      screen.getAllByText(/^Answer (one|two|three|four)\.$/).map(one => one.textContent),
    ).toEqual(['Answer one.', 'Answer two.', 'Answer three.', 'Answer four.']);
    expect(screen.queryByRole('button', { name: 'Show what was said before' })).toBeNull();
    await waitFor(() => expect(screen.getByRole('log', { name: 'Conversation' })).toHaveFocus());
    expect(sent(`GET ${path}/threads/t1`).map(({ query }) => query)).toEqual(['', '?before=3']);
  });

  it('says why its beginning cannot be read, and keeps what is there', async () => {
    const newest = {
      ...keptThread([run('third', 'Answer three.')]),
      earlier: { before: 3, messageIds: [] },
    };
    renderTab({
      ...kept([run('third', 'Answer three.')]),
      [`GET ${path}/threads/t1`]: ({ url }) =>
        url.search ? { status: 503, message: 'The database is away.' } : newest,
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Show what was said before' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('The database is away.');
    expect(screen.getByText('Answer three.')).toBeVisible();
  });
});

describe('too many answers at once', () => {
  it('are refused in the reader’s language', async () => {
    const error = { name: 'TooManyRunsError', message: 'x', limit: 'user', most: 10 };
    const refused = () => Response.json({ error, response: { statusCode: 429 } }, { status: 429 });
    renderTab({ ...empty, [`POST ${path}/runs`]: refused });
    await userEvent.type(await field(), 'Hello{Enter}');
    expect(
      await screen.findByText(
        '10 of your questions are being answered: wait for one of the answers, or stop one.',
      ),
    ).toBeVisible();
  });
});
