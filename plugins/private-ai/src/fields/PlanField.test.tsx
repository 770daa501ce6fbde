import type { AppPlan, PlannedAction } from '@private-ai/plugin-private-ai-common';
import { screen, waitFor, within } from '@testing-library/react';
import { renderStepper, shown } from './formForTest';

const row = (id: string, action: PlannedAction, more = {}) => ({
  id,
  type: `type of ${id}`,
  name: `name-of-${id}`,
  action,
  ...more,
});

function renderPlan(
  plan: Partial<AppPlan> | (() => Partial<AppPlan>),
  change = false,
  language = 'en',
) {
  const answer = typeof plan === 'function' ? plan : () => plan;
  return renderStepper(
    {
      title: 'Form',
      steps: [
        {
          title: 'Plan',
          schema: {
            'ui:hideError': true,
            properties: {
              plan: { type: 'string', 'ui:field': 'PrivateAiPlan', 'ui:options': { change } },
            },
          },
        },
      ],
    },
    { 'POST /plan': () => ({ rows: [], problems: [], ...answer() }) },
    {
      initialState: { name: 'rain', entityRef: 'component:default/rain', plan: 'shown' },
      language,
    },
  );
}

const rowOf = async (name: string) => (await screen.findByText(name)).closest('tr')!;

describe('the plan', () => {
  it('says in words what happens to each resource, and why', async () => {
    renderPlan({
      rows: [
        row('namespace', 'create'),
        row('model-deployment', 'change', { differences: ['sku.capacity: 10 → 30'] }),
        row('identity', 'leave'),
        row('former-deployments', 'remove'),
        row('role-assignment', 'blocked', { reason: 'It exists and is not ours.' }),
        row('something-new', 'unknown', { reason: 'The cluster does not answer.' }),
      ],
    });
    const table = await screen.findByRole('table', { name: 'What will be made' });
    expect(
      within(table)
        .getAllByRole('row')
        .slice(1)
        .map(one => within(one).getAllByRole('cell')[0].textContent),
    ).toEqual([
      'Namespace',
      'Model deployment',
      'Former model deployment',
      'Role assignment',
      'type of something-new',
      // As it should be: what is due comes first.
      'Managed identity',
    ]);
    expect(await rowOf('name-of-namespace')).toHaveTextContent('Create');
    const changed = await rowOf('name-of-model-deployment');
    expect(changed).toHaveTextContent('Change');
    expect(within(changed).getByText('sku.capacity: 10 → 30')).toBeVisible();
    expect(await rowOf('name-of-identity')).toHaveTextContent('Leave');
    expect(await rowOf('name-of-former-deployments')).toHaveTextContent('Remove');
    expect(await rowOf('name-of-role-assignment')).toHaveTextContent(
      'BlockedIt exists and is not ours.',
    );
    expect(await rowOf('name-of-something-new')).toHaveTextContent(
      'Could not be checkedThe cluster does not answer.',
    );
    expect(screen.getByRole('status')).toHaveTextContent(
      '1 to create, 1 to change, 1 to remove, 1 as it should be, 1 blocked, 1 that could not be checked',
    );
  });

  it('counts in the plural, and says when there is nothing to do', async () => {
    let action: PlannedAction = 'create';
    const { user } = renderPlan(() => ({
      rows: [row('namespace', 'leave'), row('identity', 'leave'), row('telemetry', action)],
    }));
    expect(await screen.findByText('1 to create, 2 as they should be')).toBeVisible();
    action = 'leave';
    await user.click(screen.getByRole('button', { name: 'Check again' }));
    expect(
      await screen.findByText('Everything is as it should be: nothing would be written.'),
    ).toBeVisible();
  });

  it('bars the way with a blocked resource that no problem tells of', async () => {
    const { user, requests } = renderPlan({
      rows: [row('namespace', 'blocked', { reason: 'The namespace rain belongs to another.' })],
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('This is for the platform team to put right');
    expect(alert).toHaveTextContent('The namespace rain belongs to another.');
    await user.click(screen.getByRole('button', { name: 'Review' }));
    // Asked again, since what is shown may be old by then; said once.
    await waitFor(() => {
      const plans = requests.filter(({ route }) => route === 'POST /plan');
      expect(plans).toHaveLength(3);
    });
    await waitFor(() => expect(shown()).toMatch(/The namespace rain belongs to another/));
    expect(shown()).not.toMatch(/'Plan'/);
    expect(screen.queryByRole('button', { name: 'Create' })).not.toBeInTheDocument();
  });

  it('tells what the form can put right from what the platform team has to, which can be copied', async () => {
    const { user } = renderPlan({
      problems: [
        { field: 'model', message: 'Too much is asked for.' },
        { message: 'The portal’s identity lacks a right.' },
      ],
    });
    const [own, theirs] = await screen.findAllByRole('alert');
    expect(own).toHaveTextContent('You can put this right in the form');
    expect(own).toHaveTextContent('Too much is asked for.');
    expect(theirs).toHaveTextContent('platform team');
    expect(theirs).toHaveTextContent('The portal’s identity lacks a right.');
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(screen.getByRole('button', { name: 'Copy for the platform team' }));
    expect(copied).toHaveBeenCalledWith('Name: rain\n\n- The portal’s identity lacks a right.');
    expect(await screen.findByRole('button', { name: 'Copied' })).toBeVisible();
  });

  it('has it copied in the reader’s language', async () => {
    const { user } = renderPlan({ problems: [{ message: '권한이 없습니다.' }] }, false, 'ko');
    const copied = jest.spyOn(navigator.clipboard, 'writeText');
    await user.click(await screen.findByRole('button', { name: /복사/ }));
    expect(copied).toHaveBeenLastCalledWith('이름: rain\n\n- 권한이 없습니다.');
  });

  it('tells of a system that is away once, bars the way, and needs nobody to put it right', async () => {
    const { user } = renderPlan({
      rows: [row('namespace', 'unknown'), row('telemetry', 'blocked', { reason: 'needs x' })],
      outages: [
        {
          system: 'cluster',
          zone: 'Korea',
          since: new Date().toISOString(),
          sentence: { code: 'outage-cluster-away', parameters: { zone: 'Korea' } },
          detail: 'There was no answer.',
        },
      ],
    });
    expect(await screen.findByText('The cluster of Korea does not answer.')).toBeVisible();
    expect(screen.queryByText(/put right/)).not.toBeInTheDocument();
    await user.click(screen.getByRole('button', { name: 'Review' }));
    await waitFor(() => expect(screen.getByRole('button', { name: 'Review' })).toBeEnabled());
    expect(shown().match(/The cluster of Korea does not answer/g)).toHaveLength(1);
    expect(screen.queryByRole('button', { name: 'Create' })).not.toBeInTheDocument();
  });

  it('says that what was retired is made again', async () => {
    renderPlan({ rows: [row('namespace', 'create')], again: true });
    expect(await screen.findByText(/was retired, and is made again/)).toBeVisible();
  });

  it('says that a repository which is there is taken as it is', async () => {
    renderPlan({
      rows: [row('namespace', 'create')],
      repository: { commit: 'abcdef0123456789'.padEnd(40, '0'), catalogInfoUrl: 'https://x' },
    });
    expect(
      await screen.findByText(/nothing is published, .* commit abcdef012345 is/),
    ).toBeVisible();
  });

  it('asks for a change where the template says so, when shown and when checked', async () => {
    const { user, requests } = renderPlan({ rows: [row('namespace', 'leave')] }, true);
    await screen.findByRole('table', { name: 'What will change' });
    await user.click(screen.getByRole('button', { name: 'Review' }));
    await screen.findByRole('button', { name: 'Create' });
    const plans = requests.filter(({ route }) => route === 'POST /plan');
    expect(plans.length).toBeGreaterThan(1);
    for (const { body } of plans) {
      expect(body).toEqual({ name: 'rain', entityRef: 'component:default/rain', change: true });
    }
  });

  it("shows the backend's sentence, and asks again", async () => {
    let broken = true;
    const { user } = renderStepper(
      {
        title: 'Form',
        steps: [
          {
            title: 'Plan',
            schema: { properties: { plan: { type: 'string', 'ui:field': 'PrivateAiPlan' } } },
          },
        ],
      },
      {
        'POST /plan': () =>
          broken
            ? { status: 503, message: 'Azure does not answer: try again later.' }
            : { rows: [row('namespace', 'create')], problems: [] },
      },
    );
    expect(await screen.findByText('Azure does not answer: try again later.')).toBeVisible();
    broken = false;
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('1 to create')).toBeVisible();
  });
});
