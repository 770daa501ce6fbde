import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { log, operation, overview, path, renderCard } from '../testing/card';
import { durationText } from '../ui/duration';

describe('the panel of an operation', () => {
  it('names the operation that one waits for', async () => {
    const waiting = operation('queued', { id: 'op2', kind: 'retire' });
    renderCard({
      [path]: overview({ operation: waiting }),
      'GET /operations': {
        items: [
          waiting,
          operation('queued', { id: 'op1b', kind: 'verify' }),
          operation('running', { id: 'op1' }),
          operation('failed', { id: 'op0', kind: 'build' }),
        ],
      },
      'GET /operations/op2/events': () => log(),
    });
    expect(await screen.findByText('Retiring: waiting to start')).toBeVisible();
    expect(
      await screen.findByText('It starts when this has ended: Provisioning (running).'),
    ).toBeVisible();
    expect(screen.queryByRole('timer')).not.toBeInTheDocument();
  });

  it('shows how long it ran, and its whole log to read and copy', async () => {
    const ended = operation('failed', {
      startedAt: '2026-01-01T00:00:00Z',
      endedAt: '2026-01-01T00:01:05Z',
      error: { name: 'ConflictError', message: 'No quota.\nNo subnet.' },
    });
    const user = userEvent.setup();
    renderCard({
      [path]: overview({ operation: ended }),
      'GET /operations/op1/events': () => log('It began.', 'It waited.', 'It stopped.'),
    });
    const panel = await screen.findByRole('region', { name: 'Provisioning' });
    expect(within(panel).getByRole('timer')).toHaveTextContent('1 min 5 sec');
    expect(within(panel).getByText(/No quota\..No subnet\./s)).toBeVisible();

    await user.click(await within(panel).findByText('Whole log (3)'));
    const lines = within(within(panel).getByRole('list', { name: 'Whole log (3)' }));
    expect(lines.getAllByRole('listitem').map(item => item.textContent)).toEqual([
      expect.stringMatching(/It began\.$/),
      expect.stringMatching(/It waited\.$/),
      expect.stringMatching(/It stopped\.$/),
    ]);
    expect(within(panel).getByRole('status', { name: 'Latest step' })).toHaveTextContent(
      'It stopped.',
    );
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(within(panel).getByRole('button', { name: 'Copy the log' }));
    expect(await within(panel).findByRole('button', { name: 'Copied' })).toBeVisible();
    expect(copied).toHaveBeenCalledWith(
      ['It began.', 'It waited.', 'It stopped.']
        .map(message => `2026-01-01T00:00:00Z info ${message}\n`)
        .join(''),
    );
  });
});

describe('the panel of an operation with stages', () => {
  it('says of each whether it is over, under way or still to come, and how long it took', async () => {
    const making = operation('running', {
      kind: 'make',
      startedAt: '2026-01-01T00:00:00Z',
      stages: [
        { name: 'provision', startedAt: '2026-01-01T00:00:00Z', endedAt: '2026-01-01T00:01:05Z' },
        { name: 'build', startedAt: '2026-01-01T00:01:05Z' },
      ],
    });
    renderCard({
      [path]: overview({ operation: making }),
      'GET /operations/op1/events': () => log(),
    });
    const stages = within(await screen.findByRole('list', { name: 'Stages' }));
    const texts = stages.getAllByRole('listitem').map(item => item.textContent);
    expect(texts).toEqual([
      'Provision: done1 min 5 sec',
      expect.stringMatching(/^Build: under way\d/),
      'Deploy: not begun',
      'Verify: not begun',
    ]);
    expect(stages.getByText('Build').closest('li')).toHaveAttribute('aria-current', 'step');
  });

  it('says where it stopped', async () => {
    const failed = operation('failed', {
      kind: 'release',
      startedAt: '2026-01-01T00:00:00Z',
      endedAt: '2026-01-01T00:00:07Z',
      error: { name: 'Error', message: 'No.' },
      stages: [{ name: 'build', startedAt: '2026-01-01T00:00:00Z' }],
    });
    renderCard({
      [path]: overview({ operation: failed }),
      'GET /operations/op1/events': () => log(),
    });
    const stages = within(await screen.findByRole('list', { name: 'Stages' }));
    expect(stages.getByText('Build').closest('li')).toHaveTextContent(/: stopped here7 sec$/);
  });
});

describe('the panel of an operation that failed', () => {
  it('says why once: the newest line is not shown where it repeats the sentence', async () => {
    const message = 'No quota.';
    renderCard({
      [path]: overview({ operation: operation('failed', { error: { name: 'Error', message } }) }),
      'GET /operations/op1/events': () => log('It began.', message),
    });
    const panel = await screen.findByRole('region', { name: 'Provisioning' });
    await within(panel).findByText('Whole log (2)');
    expect(within(panel).getByRole('alert')).toHaveTextContent(message);
    expect(within(panel).getByRole('status', { name: 'Latest step' })).toBeEmptyDOMElement();
  });
});

describe('a duration', () => {
  it.each([
    [0, '0 sec'],
    [59_999, '59 sec'],
    [65_000, '1 min 5 sec'],
    [3_600_000, '1 hr 0 min'],
    [90_061_000, '25 hr 1 min'],
    [-5, '0 sec'],
  ])('of %d ms is %s', (milliseconds, text) => {
    expect(durationText(milliseconds, 'en')).toBe(text);
  });
  it('follows the language', () => {
    expect(durationText(65_000, 'ko')).toBe('1분 5초');
  });
});
