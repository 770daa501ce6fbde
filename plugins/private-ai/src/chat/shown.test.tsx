import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { AnswerBoundary } from './AnswerBoundary';
import { Markdown } from './Markdown';
import { field, kept, log, renderTab } from './renderTabForTest';
import { calls, closes, keptRun, opens, says, started } from './runForTest';
import { shown } from './shown';

const render = (what: ReactNode) =>
  renderInTestApp(<main aria-label="here">{what}</main>, { apis: [mockApis.alert()] });
const here = () => screen.findByRole('main', { name: 'here' });
const markdown = async (text: string) => {
  render(<Markdown text={text} />);
  return here();
};
/** What stands as it was written. */
const written = (element: HTMLElement) =>
  [...element.querySelectorAll('pre')].map(one => one.textContent);
const finished = { type: 'RUN_FINISHED', threadId: 't1', runId: 'r1' };
const answer = (...events: object[]) => kept([keptRun('Well?', [started, ...events, finished])]);

describe('an answer in Markdown', () => {
  it.each([
    ['quotations', '> '.repeat(1_000)],
    ['lists', '- '.repeat(1_000)],
    [
      'lists by their lines',
      Array.from({ length: 99 }, (_, i) => `${'  '.repeat(i)}- a`).join('\n'),
    ],
  ])('with %s in each other stands as it was written from there on', async (_, deep) => {
    const element = await markdown(`**Before** it.\n\n> said\n\n${deep}the end\n\nafter`);
    expect(within(element).getByText('Before').tagName).toBe('STRONG');
    expect(element.querySelectorAll('blockquote')).toHaveLength(1);
    expect(written(element)).toEqual([`${deep}the end\n\nafter`]);
  });

  it('with thousands of marks in one paragraph shows them', async () => {
    const text = `${'**a '.repeat(2_000)}${'*[b '.repeat(2_000)}`;
    const element = await markdown(`**Before**\n\n${text}\n\n*after*`);
    expect(element).toHaveTextContent(text.trim());
    expect(within(element).getByText('after').tagName).toBe('EM');
    expect(element.querySelectorAll('strong')).toHaveLength(1);
  });

  it('makes no cell that nobody wrote of a table with rows that are short', async () => {
    const columns = 500;
    const table = `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${'|\n'.repeat(1_000)}`;
    const element = await markdown(`| a | b |\n|---|---|\n| 1 | 2 |\n\n${table}`);
    expect(element.querySelectorAll('td, th')).toHaveLength(4);
  });

  it('is read to a limit, and what follows can be had in pieces', async () => {
    const paragraph = `${'word '.repeat(200)}\n\n`;
    const text = paragraph.repeat(150);
    const element = await markdown(text);
    const read = element.querySelectorAll('p').length * paragraph.length;
    expect(read).toBeLessThanOrEqual(shown.markdown);
    expect(read).toBeGreaterThan(shown.markdown / 2);
    expect(written(element)[0]).toBe(text.slice(read, read + shown.text));
    await userEvent.click(within(element).getByRole('button', { name: /Show more \(\d/ }));
    expect(written(element)[0]).toBe(text.slice(read, read + 2 * shown.text));
  });

  it('of many rows keeps what is emphasised in them', async () => {
    const table = `|a|b|\n|-|-|\n${'|**x**|_y_|\n'.repeat(200)}`;
    const list = '- **x** and _y_\n'.repeat(200);
    const element = await markdown(`${table}\n${list}`);
    expect(element.querySelectorAll('strong')).toHaveLength(400);
  });
});

describe('a part of an answer that cannot be shown', () => {
  function Broken(): ReactNode {
    throw new RangeError('Maximum call stack size exceeded');
  }

  it('is there as the agent wrote it, beside those that can', async () => {
    const user = userEvent.setup();
    const complaints = jest.spyOn(console, 'error').mockImplementation();
    render(
      <>
        <AnswerBoundary written={() => 'the *words*'}>
          <Broken />
        </AnswerBoundary>
        <AnswerBoundary written={() => 'unused'}>
          <p>the next part</p>
        </AnswerBoundary>
      </>,
    );
    const element = await here();
    expect(element).toHaveTextContent(/could not be shown.*as the agent wrote it/);
    expect(written(element)).toEqual(['the *words*']);
    expect(screen.getByText('the next part')).toBeVisible();
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy the answer' }));
    expect(copied).toHaveBeenCalledWith('the *words*');
    complaints.mockRestore();
  });
});

describe('the chat', () => {
  it('stays, whatever an answer nests', async () => {
    renderTab(answer(opens('a'), says('a', `${'> '.repeat(1_000)}deep`), closes('a')));
    expect(await field()).toBeVisible();
    expect(await log()).toHaveTextContent(/deep/);
  });

  it('shows the beginning of a result of megabytes, and more of it when asked', async () => {
    const content = 'x'.repeat(2_000_000);
    renderTab(
      answer(...calls('c', 'read_file', { path: `/${'y'.repeat(50_000)}` }), {
        type: 'TOOL_CALL_RESULT',
        messageId: 'm',
        toolCallId: 'c',
        content,
      }),
    );
    const turns = await log();
    await within(turns).findByText('read_file');
    expect(turns.textContent!.length).toBeLessThan(3 * shown.text);
    const [, more] = within(turns).getAllByRole('button', { name: /Show more/, hidden: true });
    await userEvent.click(more);
    expect(written(turns).at(-1)).toHaveLength(2 * shown.text);
  });

  it('lays out no JSON that becomes a thousand times as long by it', async () => {
    const deep = `${'['.repeat(3_000)}${']'.repeat(3_000)}`;
    renderTab(
      answer(
        { type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName: 'n' },
        { type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta: deep },
        { type: 'TOOL_CALL_END', toolCallId: 'c' },
      ),
    );
    const turns = await log();
    await within(turns).findByText('n');
    expect(written(turns)).toEqual([deep]);
  });

  it('shows the newest parts of an answer that has many, and those before when asked', async () => {
    const many = Array.from({ length: 250 }, (_, i) => `m${i}`);
    renderTab(answer(...many.flatMap(id => [opens(id), says(id, `part ${id}`), closes(id)])));
    const turns = await log();
    expect(await within(turns).findByText('part m249')).toBeVisible();
    expect(within(turns).queryAllByText(/^part/)).toHaveLength(shown.parts);
    await userEvent.click(
      within(turns).getByRole('button', { name: 'Show earlier parts (150 more)' }),
    );
    expect(within(turns).getAllByText(/^part/)).toHaveLength(2 * shown.parts);
  });
});
