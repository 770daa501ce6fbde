import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { field, path, renderTab } from './renderTabForTest';
import { closes, keptRun, keptThread, opens, says, started } from './runForTest';

const said = (words: string) => [started, opens('a'), says('a', words), closes('a')];
const one = keptThread([keptRun('One?', said('The first.'))], 't1');
const two = keptThread([keptRun('Two?', said('The second.'))], 't2');

/** A portal that keeps these, and deletes as it is told. */
function portalWith(...all: (typeof one)[]) {
  let there = all;
  const routes: Parameters<typeof renderTab>[0] = {
    [`GET ${path}/threads`]: () => ({ items: there.map(({ runs: _, ...thread }) => thread) }),
  };
  for (const thread of all) {
    routes[`GET ${path}/threads/${thread.id}`] = thread;
    routes[`DELETE ${path}/threads/${thread.id}`] = () => {
      there = there.filter(({ id }) => id !== thread.id);
      return {};
    };
  }
  return routes;
}

const trash = () => screen.findByRole('button', { name: 'Delete this conversation' });
const asked = async () => {
  await userEvent.click(await trash());
  return within(await screen.findByRole('dialog', { name: 'Delete this conversation?' }));
};
const gone = () => waitFor(() => expect(screen.queryByRole('dialog')).not.toBeInTheDocument());

describe('deleting a conversation', () => {
  it('asks first, deletes the one that is open, and opens the next', async () => {
    const { sent } = renderTab(portalWith(one, two));
    expect(await screen.findByText('The first.')).toBeVisible();
    const dialog = await asked();
    expect(dialog.getByText('One?')).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Keep it' }));
    await gone();
    await waitFor(async () => expect(await trash()).toHaveFocus());
    expect(sent(`DELETE ${path}/threads/t1`)).toEqual([]);

    await userEvent.click((await asked()).getByRole('button', { name: 'Delete' }));
    await gone();
    expect(await screen.findByText('The second.')).toBeVisible();
    expect(screen.queryByText('The first.')).not.toBeInTheDocument();
    expect(sent(`DELETE ${path}/threads/t1`)).toHaveLength(1);
    await userEvent.click(screen.getByRole('button', { name: /Earlier conversations/ }));
    const options = await screen.findAllByRole('option');
    expect(options.map(({ textContent }) => textContent)).toEqual(['Two?']);
  });

  it('begins a new one after the last, where one can write at once, by keys alone', async () => {
    renderTab(portalWith(one));
    expect(await screen.findByText('The first.')).toBeVisible();
    (await trash()).focus();
    await userEvent.keyboard('{Enter}');
    const dialog = within(await screen.findByRole('dialog'));
    dialog.getByRole('button', { name: 'Delete' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(await screen.findByText('Talk with weather')).toBeVisible();
    await waitFor(async () => expect(await field()).toHaveFocus());
    expect(screen.queryByRole('button', { name: 'Delete this conversation' })).toBeNull();
  });

  it('says why it was not deleted, and keeps it', async () => {
    const message = 'An answer still streams in this chat: stop it.';
    renderTab({
      ...portalWith(one),
      [`DELETE ${path}/threads/t1`]: { status: 409, message },
    });
    const dialog = await asked();
    await userEvent.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await dialog.findByText(message)).toBeVisible();
    await userEvent.click(dialog.getByRole('button', { name: 'Keep it' }));
    expect(await screen.findByText('The first.')).toBeVisible();
  });
});
