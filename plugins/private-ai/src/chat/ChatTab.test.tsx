import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { empty, field, kept, log, path, renderTab, weather } from './renderTabForTest';
import { calls, closes, keptRun, liveRun, opens, says, started } from './runForTest';

describe('the chat tab', () => {
  it('sends with Enter, streams the answer and shows the tool that was called', async () => {
    const run = liveRun();
    const { sent } = renderTab({ ...empty, [`POST ${path}/runs`]: () => run.response });
    await userEvent.type(await field(), `Hello{Shift>}{Enter}{/Shift}${weather}{Enter}`);
    expect(await screen.findByText(/Answering/)).toBeVisible();
    expect(await field()).toHaveFocus();
    expect(sent(`POST ${path}/runs`)[0].body).toMatchObject({ message: `Hello\n${weather}` });

    run.say(started, ...calls('c', 'get_weather', { city: 'Seoul' }));
    const tool = (await screen.findByText('get_weather')).closest('details')!;
    expect(within(tool).getByText('running')).toBeVisible();
    run.say({
      type: 'TOOL_CALL_RESULT',
      messageId: 'x',
      toolCallId: 'c',
      content: '{"sky":"sunny"}',
    });
    expect(await within(tool).findByText('done')).toBeVisible();
    await userEvent.click(within(tool).getByText('get_weather'));
    expect(within(tool).getByText(/"city": "Seoul"/)).toBeVisible();
    expect(within(tool).getByText(/"sky": "sunny"/)).toBeVisible();

    run.say(opens('a'), says('a', 'In Seoul it is **sun'));
    expect(await screen.findByText(/In Seoul it is/)).toBeVisible();
    const status = screen.getByRole('status');
    expect(status).toBeEmptyDOMElement();
    // It stands there for as long as a screen reader needs to notice it.
    const announced: (string | null)[] = [];
    new MutationObserver(() => announced.push(status.textContent)).observe(status, {
      childList: true,
      subtree: true,
      characterData: true,
    });
    run.say(says('a', 'ny**.'), closes('a'));
    run.finish({ usage: [{ inputTokens: 1200, outputTokens: 30 }] });
    expect(await screen.findByText('1,200 tokens in, 30 out')).toBeVisible();
    expect(screen.getByText('sunny', { selector: 'strong' })).toBeVisible();
    await waitFor(() => expect(announced).toContain('Answer: In Seoul it is **sunny**.'));
  });

  it('does not send with the Enter that ends a composition', async () => {
    const { sent } = renderTab(empty);
    const text = await field();
    fireEvent.change(text, { target: { value: '서울 날씨' } });
    fireEvent.keyDown(text, { key: 'Enter', isComposing: true });
    fireEvent.keyDown(text, { key: 'Enter', keyCode: 229 });
    expect(text).toHaveValue('서울 날씨');
    expect(sent(`POST ${path}/runs`)).toEqual([]);
  });

  it('stops this run on the server, and keeps what had arrived', async () => {
    const run = liveRun({ runId: 'mine' });
    const { sent } = renderTab({
      ...empty,
      [`POST ${path}/runs`]: () => run.response,
      [`POST ${path}/runs/mine/stop`]: () => {
        run.say(closes('a'));
        run.finish({ outcome: { type: 'cancelled' } });
        return {};
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: weather }));
    run.say(started, opens('a'), says('a', 'Half an'));
    expect(await screen.findByText('Half an')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Stop' }));
    expect(await screen.findByText('You stopped this answer.')).toBeVisible();
    expect(screen.getByText('Half an')).toBeVisible();
    expect(sent(`POST ${path}/runs/mine/stop`)).toHaveLength(1);
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
  });

  it('says in one sentence why there is no answer, and asks the same again', async () => {
    const down = 'The agent of component:default/weather is not running: look at its pods.';
    const runs = [
      { status: 503, message: 'The cluster does not answer: try again later.' },
      () => {
        const run = liveRun();
        run.say(started, { type: 'RUN_ERROR', message: down, code: 'AGENT_DOWN' });
        run.close();
        return run.response;
      },
    ];
    const { sent } = renderTab({
      ...empty,
      [`POST ${path}/runs`]: () => {
        const next = runs.shift()!;
        return typeof next === 'function' ? next() : next;
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: weather }));
    expect(
      await within(await log()).findByText('The cluster does not answer: try again later.'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(
      await within(await log()).findByText(/The agent does not answer now\. How it is/),
    ).toBeVisible();
    expect(within(await log()).getAllByText(weather)).toHaveLength(1);
    const [first, second] = sent(`POST ${path}/runs`);
    expect(second.body).toEqual(first.body);
  });

  const idle = {
    state: 'idle',
    sentence: { code: 'idle', parameters: {} },
    remedy: 'wake',
  };

  it('says why the agent does not answer, as its overview does, and suggests nothing', async () => {
    renderTab({ ...empty, [`GET ${path}`]: { status: idle } });
    expect(await screen.findByText(/It is scaled to nothing: no pod runs/)).toBeVisible();
    expect(screen.getByText(/Release on its overview wakes it/)).toBeVisible();
    expect(screen.queryByRole('button', { name: weather })).not.toBeInTheDocument();
    expect(await field()).toBeVisible();
  });

  it('does not invite to talk with what is retired', async () => {
    const sentence = { code: 'retired', parameters: {} };
    renderTab({
      ...empty,
      [`GET ${path}`]: { status: { state: 'retired', sentence, remedy: 'unregister' } },
    });
    expect(await screen.findByText(/Its resources were removed/)).toBeVisible();
    expect(screen.queryByRole('button', { name: weather })).not.toBeInTheDocument();
  });

  it('looks again when a question was not answered', async () => {
    let status: object = { state: 'running', sentence: { code: 'running', parameters: {} } };
    renderTab({
      ...empty,
      [`GET ${path}`]: () => ({ status }),
      [`POST ${path}/runs`]: { status: 503, message: 'It does not answer.' },
    });
    const ask = await screen.findByRole('button', { name: weather });
    status = idle;
    await userEvent.click(ask);
    expect(await screen.findByText(/It is scaled to nothing: no pod runs/)).toBeVisible();
  });

  it('keeps an interrupted answer, and Retry takes its place', async () => {
    const cut = { type: 'RUN_ERROR', message: 'It was restarted.', code: 'INTERRUPTED' };
    const events = [started, opens('a'), says('a', 'As far as it came'), cut];
    const run = liveRun({ runId: 'r2' });
    const { sent } = renderTab({
      ...kept([keptRun(weather, events, { state: 'interrupted' })]),
      [`POST ${path}/runs`]: () => run.response,
    });
    expect(await screen.findByText('As far as it came')).toBeVisible();
    expect(screen.getByText(/The portal was restarted while this answer streamed/)).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    run.say(started, opens('b'), says('b', 'Sunny.'), closes('b'));
    run.finish();
    expect(await within(await log()).findByText('Sunny.')).toBeVisible();
    expect(sent(`POST ${path}/runs`)[0].body).toEqual({ retryOf: 'r1' });
    expect(screen.queryByText('As far as it came')).not.toBeInTheDocument();
    expect(within(await log()).getAllByText(weather)).toHaveLength(1);
  });

  it('shows the newest thread on reload, and goes on with its running answer', async () => {
    const first = [started, opens('a'), says('a', 'Sunny.'), closes('a')];
    const finished = { type: 'RUN_FINISHED', threadId: 't1', runId: 'r1' };
    const second = [started, opens('b'), says('b', 'One ')];
    const streams = [liveRun({ runId: 'r2', after: 7 }), liveRun({ runId: 'r2', after: 8 })];
    const [before, after] = streams;
    const { sent } = renderTab({
      ...kept([
        keptRun(weather, [...first, finished]),
        keptRun('And tomorrow?', second, { id: 'r2', state: 'running', lastSeq: 7 }),
      ]),
      [`GET ${path}/runs/r2/events`]: () => streams.shift()!.response,
    });
    expect(await screen.findByText('Sunny.')).toBeVisible();
    before.say(says('b', 'two '));
    expect(await screen.findByText('One two')).toBeVisible();
    before.break();
    expect(await screen.findByText(/Reconnecting/)).toBeVisible();
    await waitFor(() => expect(streams).toEqual([]));
    after.say(says('b', 'three.'), closes('b'));
    after.finish();
    expect(await within(await log()).findByText('One two three.')).toBeVisible();
    expect(screen.queryByText(/Reconnecting/)).not.toBeInTheDocument();
    expect(sent(`GET ${path}/runs/r2/events`).map(({ query }) => query)).toEqual([
      '?after=7',
      '?after=8',
    ]);
  });

  it('reads anew what was kept when the portal was killed before it had kept all', async () => {
    const cut = { type: 'RUN_ERROR', message: 'It was restarted.', code: 'INTERRUPTED' };
    const events = [started, opens('a'), says('a', 'One two'), cut];
    const run = liveRun();
    renderTab({
      ...kept([keptRun(weather, events, { state: 'interrupted' })]),
      ...empty,
      [`POST ${path}/runs`]: () => run.response,
      [`GET ${path}/runs/r1/events`]: () => {
        const nothing = liveRun({ after: 5 });
        nothing.close();
        return nothing.response;
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: weather }));
    run.say(started, opens('a'), says('a', 'One '), says('a', 'two '), says('a', 'three'));
    expect(await screen.findByText('One two three')).toBeVisible();
    run.break();
    expect(await screen.findByText('One two')).toBeVisible();
    expect(within(await log()).getByText(/The portal was restarted/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Retry' })).toBeVisible();
  });

  it('begins a new conversation, and comes back to an earlier one', async () => {
    const events = [started, opens('a'), says('a', 'Sunny.'), closes('a')];
    renderTab(kept([keptRun(weather, events)]));
    expect(await screen.findByText('Sunny.')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'New conversation' }));
    expect(await screen.findByText('Talk with weather')).toBeVisible();
    expect(await field()).toHaveFocus();
    await userEvent.click(screen.getByRole('button', { name: /Earlier conversations/ }));
    await userEvent.click(await screen.findByRole('option', { name: weather }));
    expect(await screen.findByText('Sunny.')).toBeVisible();
  });

  it('tells whose right was taken away while they read', async () => {
    const run = liveRun();
    const { sent } = renderTab({ ...empty, [`POST ${path}/runs`]: () => run.response });
    await userEvent.click(await screen.findByRole('button', { name: weather }));
    run.say(started, opens('a'), says('a', 'As far as it came'));
    run.refuse('You need the permission private-ai.chat.use on it.');
    expect(await within(await log()).findByText(/You need the permission/)).toBeVisible();
    expect(screen.getByText('As far as it came')).toBeVisible();
    expect(sent(`GET ${path}/runs/r1/events`)).toEqual([]);
  });

  it('tells who may not chat what they need', async () => {
    // Answers about a permission are kept for each entity: this one was not asked about yet.
    const { requests } = renderTab({}, { name: 'secret', allow: false });
    expect(await screen.findByText(/You need the permission private-ai\.chat\.use/)).toBeVisible();
    expect(requests).toEqual([]);
  });

  it('names the annotation that is missing', async () => {
    renderTab({}, { annotated: false });
    expect(await screen.findByText('Missing Annotation')).toBeVisible();
  });

  it('says that the conversations could not be read', async () => {
    renderTab({ [`GET ${path}/threads`]: { status: 500, message: 'The database is away.' } });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The conversation could not be readThe database is away.',
    );
  });

  it('speaks Korean', async () => {
    localStorage.setItem('language', 'ko');
    const languages = { config: { availableLanguages: ['en', 'ko'] } };
    renderTab(empty, {
      config: { app: { extensions: [{ 'api:app/app-language': languages }] } },
    });
    expect(await screen.findByRole('button', { name: '서울 날씨 어때?' })).toBeVisible();
    expect(screen.getByRole('textbox', { name: '질문' })).toBeVisible();
    localStorage.clear();
  });
});
