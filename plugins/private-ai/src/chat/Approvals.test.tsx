import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { empty, field, kept, log, path, renderTab } from './renderTabForTest';
import { calls, closes, keptRun, liveRun, opens, says, started } from './runForTest';

const mail = { to: 'ana@contoso.example', subject: 'Rain', body: 'Take an\numbrella.' };
const asks = (toolCallId: string, more: object = {}) => ({
  id: `ask-${toolCallId}`,
  reason: 'tool_call',
  message: 'Approve running send_mail?',
  toolCallId,
  responseSchema: { type: 'object', properties: { approved: { type: 'boolean' } } },
  ...more,
});
const waits = (...interrupts: object[]) => ({ outcome: { type: 'interrupt', interrupts } });
/** As Agent Framework sends it, with the call that it makes up. */
const asking = [
  started,
  ...calls('c1', 'send_mail', mail),
  ...calls('made-up', 'confirm_changes', { function_name: 'send_mail' }),
];
const paused = (...toolCallIds: string[]) => ({
  type: 'RUN_FINISHED',
  threadId: 't1',
  runId: 'r1',
  ...waits(...toolCallIds.map(id => asks(id))),
});
const result = (toolCallId: string) => ({
  type: 'TOOL_CALL_RESULT',
  messageId: `result-${toolCallId}`,
  toolCallId,
  content: 'outbox-1',
});
const answer = (id: string, approved: boolean) => ({
  interruptId: `ask-${id}`,
  status: 'resolved',
  payload: { approved },
});

const request = () => screen.findByRole('group', { name: 'The agent asks before it goes on' });
const press = async (name: string) =>
  userEvent.click(within(await request()).getByRole('button', { name }));
const posted = `POST ${path}/runs`;

/** A portal whose runs answer one after another. */
function renderAsking(runs: ReturnType<typeof liveRun>[], routes: object = empty) {
  const waiting = [...runs];
  return renderTab({ ...routes, [posted]: () => waiting.shift()!.response });
}

describe('an agent that asks before it acts', () => {
  it('shows what it would do, waits, and goes on in the same answer once it is allowed', async () => {
    const [first, second] = [liveRun(), liveRun({ runId: 'r2' })];
    const { sent } = renderAsking([first, second]);
    await userEvent.type(await field(), 'Mail Ana{Enter}');
    first.say(...asking);
    first.finish(waits(asks('c1')));

    const card = await request();
    expect(card).toHaveFocus();
    const announced = 'The agent asks before it goes on: Approve running send_mail?';
    expect(await screen.findByText(announced)).toBe(screen.getByRole('status'));
    const said = within(card);
    expect(said.getByText('send_mail')).toBeVisible();
    expect(said.getByText('Approve running send_mail?')).toBeVisible();
    expect(said.getByText('ana@contoso.example')).toBeVisible();
    expect(said.getByText(/^Take an\s+umbrella\.$/)).toBeVisible();
    expect(screen.queryByText(/confirm_changes|not finished/)).not.toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /Retry|Stop/ })).not.toBeInTheDocument();

    await userEvent.tab();
    await userEvent.tab();
    expect(said.getByRole('button', { name: 'Approve' })).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(await field()).toHaveFocus();
    expect(sent(posted)[1].body).toEqual({ threadId: 't1', resume: [answer('c1', true)] });
    expect(card).not.toBeInTheDocument();

    second.say(started);
    const tool = (await screen.findByText('send_mail')).closest('details')!;
    expect(within(tool).getByText('running')).toBeVisible();
    second.say(result('c1'), opens('a'), says('a', 'It is sent.'), closes('a'));
    second.finish();
    expect(await screen.findByText('It is sent.')).toBeVisible();
    expect(within(tool).getByText('done')).toBeVisible();
    expect(within(await log()).getAllByRole('article', { name: 'Agent' })).toHaveLength(1);
    expect(await screen.findByText('Answer: It is sent.')).toBeInTheDocument();
  });

  it('says of what was rejected that it was', async () => {
    const [first, second] = [liveRun(), liveRun({ runId: 'r2' })];
    const { sent } = renderAsking([first, second]);
    await userEvent.type(await field(), 'Mail Ana{Enter}');
    first.say(...asking);
    first.finish(waits(asks('c1')));
    await press('Reject');
    expect(sent(posted)[1].body.resume).toEqual([answer('c1', false)]);
    const tool = (await screen.findByText('send_mail')).closest('details')!;
    expect(within(tool).getByText('rejected by you')).toBeVisible();
    second.say(started, opens('a'), says('a', 'Then not.'), closes('a'));
    second.finish();
    expect(await screen.findByText('Then not.')).toBeVisible();
    expect(within(tool).getByText('rejected by you')).toBeVisible();
  });

  it('has several things answered together', async () => {
    const [first, second] = [liveRun(), liveRun({ runId: 'r2' })];
    const { sent } = renderAsking([first, second]);
    await userEvent.type(await field(), 'Mail Ana and Bob{Enter}');
    first.say(...asking, ...calls('c2', 'send_mail', { to: 'bob@contoso.example' }));
    first.finish(waits(asks('c1'), asks('c2')));
    const card = within(await request());
    const choices = card.getAllByRole('radiogroup');
    expect(choices).toHaveLength(2);
    expect(card.getByText('bob@contoso.example')).toBeVisible();
    const send = card.getByRole('button', { name: 'Send the answers' });
    await userEvent.click(within(choices[0]).getByRole('radio', { name: 'Approve' }));
    expect(send).toBeDisabled();
    await userEvent.click(within(choices[1]).getByRole('radio', { name: 'Reject' }));
    await userEvent.click(send);
    expect(sent(posted)[1].body.resume).toEqual([answer('c1', true), answer('c2', false)]);
    expect(await screen.findByText('running')).toBeVisible();
    expect(screen.getByText('rejected by you')).toBeVisible();
  });

  it('is there again after a reload, with the answers that were given, and does not take the focus', async () => {
    const answered = keptRun('Mail Ana', [...asking, paused('c1')], { state: 'waiting' });
    const [first, second] = [liveRun({ runId: 'r3' }), liveRun({ runId: 'r4' })];
    const next = [started, result('c1'), ...calls('c2', 'send_mail', { to: 'bob' }), paused('c2')];
    renderAsking(
      [first, second],
      kept([
        answered,
        keptRun('', next, {
          id: 'r2',
          state: 'waiting',
          message: undefined,
          resume: [answer('c1', true)] as never,
        }),
      ]),
    );
    const card = await request();
    expect(card).not.toHaveFocus();
    expect(within(card).getByText('bob')).toBeVisible();
    expect(screen.getByText('done')).toBeVisible();
    expect(within(await log()).getAllByText('Mail Ana')).toHaveLength(1);
    await press('Approve');
    first.say(started, result('c2'), opens('a'), says('a', 'Both are sent.'), closes('a'));
    first.finish();
    expect(await screen.findByText('Both are sent.')).toBeVisible();
    expect(screen.getAllByText('done')).toHaveLength(2);
  });

  it('is left when the person writes on', async () => {
    const run = liveRun({ runId: 'r2' });
    const { sent } = renderAsking(
      [run],
      kept([keptRun('Mail Ana', [...asking, paused('c1')], { state: 'waiting' })]),
    );
    await request();
    await userEvent.type(await field(), 'Never mind{Enter}');
    expect(sent(posted)[0].body).toMatchObject({ threadId: 't1', message: 'Never mind' });
    expect(await screen.findByText(/You wrote on/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Approve' })).not.toBeInTheDocument();
  });

  it('takes an answer that failed once more, and one that was stopped', async () => {
    const [failing, stopped, well] = ['r2', 'r3', 'r4'].map(runId => liveRun({ runId }));
    const { sent } = renderTab({
      ...kept([keptRun('Mail Ana', [...asking, paused('c1')], { state: 'waiting' })]),
      [posted]: (() => {
        const runs = [{ status: 503, message: 'Try later.' }, failing, stopped, well];
        return () => {
          const next = runs.shift()!;
          return 'response' in next ? next.response : next;
        };
      })(),
      [`POST ${path}/runs/r3/stop`]: () => {
        stopped.finish({ outcome: { type: 'cancelled' } });
        return {};
      },
    });
    await press('Approve');
    expect(await within(await log()).findByText('Try later.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    failing.say({ type: 'RUN_ERROR', message: 'The agent is down.', code: 'AGENT_DOWN' });
    failing.close();
    expect(await within(await log()).findByText(/The agent does not answer now/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    stopped.say(started);
    await userEvent.click(await screen.findByRole('button', { name: 'Stop' }));
    expect(await within(await log()).findByText('You stopped this answer.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    well.say(started, result('c1'), opens('a'), says('a', 'It is sent.'), closes('a'));
    well.finish();
    expect(await screen.findByText('It is sent.')).toBeVisible();
    const again = { threadId: 't1', resume: [answer('c1', true)] };
    expect(sent(posted).map(({ body }) => body)).toEqual([
      again,
      again,
      { retryOf: 'r2' },
      { retryOf: 'r3' },
    ]);
  });

  it('is not answered again once it was acted on, though the answer broke off', async () => {
    const run = liveRun({ runId: 'r2' });
    renderAsking(
      [run],
      kept([keptRun('Mail Ana', [...asking, paused('c1')], { state: 'waiting' })]),
    );
    await press('Approve');
    run.say(started, result('c1'), { type: 'RUN_ERROR', message: 'The agent is down.' });
    run.close();
    expect(await within(await log()).findByText('The agent is down.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Retry' })).not.toBeInTheDocument();
  });

  it('shows the answer that somebody gave before, in another window', async () => {
    const run = keptRun('Mail Ana', [...asking, paused('c1')], { state: 'waiting' });
    const elsewhere = keptRun(
      '',
      [started, result('c1'), opens('a'), says('a', 'It is sent.'), closes('a')],
      {
        id: 'r2',
        message: undefined,
        resume: [answer('c1', true)] as never,
      },
    );
    const threads = [kept([run]), kept([run, elsewhere])].map(
      routes => routes[`GET ${path}/threads/t1`],
    );
    renderTab({
      ...kept([run]),
      [`GET ${path}/threads/t1`]: () => threads.shift()!,
      [posted]: { status: 409, message: 'It was answered already.' },
    });
    await press('Reject');
    expect(await screen.findByText('It is sent.')).toBeVisible();
    expect(screen.getByText('done')).toBeVisible();
    expect(screen.queryByText('rejected by you')).not.toBeInTheDocument();
  });

  it.each([
    ['APPROVAL_RESUME_NOT_FOUND', /does not know of this question any more/, false],
    ['APPROVAL_RESUME_REQUIRED', /Begin a new conversation/, true],
  ])('says what %s means', async (code, sentence, retry) => {
    const run = liveRun({ runId: 'r2' });
    renderAsking(
      [run],
      kept([keptRun('Mail Ana', [...asking, paused('c1')], { state: 'waiting' })]),
    );
    await press('Approve');
    run.say(started, { type: 'RUN_ERROR', message: 'no such interrupt af-1', code });
    run.close();
    expect(await within(await log()).findByText(sentence)).toBeVisible();
    expect(screen.queryAllByRole('button', { name: 'Retry' })).toHaveLength(retry ? 1 : 0);
  });

  it('says so when it asks for something else than a yes or a no', async () => {
    const form = asks('c1', {
      message: 'Which day?',
      responseSchema: { type: 'object', properties: { day: { type: 'string' } } },
    });
    const events = [...asking, { ...paused(), ...waits(form) }];
    renderAsking([], kept([keptRun('Mail Ana', events, { state: 'waiting' })]));
    const card = within(await request());
    expect(card.getByText('Which day?')).toBeVisible();
    expect(card.getByText(/cannot be given here/)).toBeVisible();
    expect(card.queryByRole('button')).not.toBeInTheDocument();
  });

  it('asks in Korean', async () => {
    localStorage.setItem('language', 'ko');
    const languages = { config: { availableLanguages: ['en', 'ko'] } };
    renderTab(kept([keptRun('메일 보내줘', [...asking, paused('c1')], { state: 'waiting' })]), {
      config: { app: { extensions: [{ 'api:app/app-language': languages }] } },
    });
    expect(await screen.findByRole('button', { name: '승인' })).toBeVisible();
    expect(screen.getByRole('button', { name: '거부' })).toBeVisible();
    localStorage.clear();
  });
});
