import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { EntityProvider, entityRouteRef } from '@backstage/plugin-catalog-react';
import { screen } from '@testing-library/react';
import { entities } from '../../dev/entities';
import { FixedAnswers } from '../../dev/fixedAnswers';
import { fixedForms } from '../../dev/forms';
import { overviews } from '../../dev/overviews';
import { privateAiApiRef } from '../api/PrivateAiApi';
import ChatTab from '../chat/ChatTab';
import { OverviewCard } from '../overview/OverviewCard';
import { templateRouteRef } from '../routes';

function renderFor(name: string, content: JSX.Element) {
  const entity = entities.find(
    ({ kind, metadata }) => kind === 'Component' && metadata.name === name,
  );
  renderInTestApp(<EntityProvider entity={entity!}>{content}</EntityProvider>, {
    mountedRoutes: {
      '/create/templates/:namespace/:templateName': templateRouteRef,
      '/catalog/:namespace/:kind/:name': entityRouteRef,
    },
    apis: [[privateAiApiRef, new FixedAnswers()], mockApis.permission()],
  });
}

const shown: Record<string, RegExp> = {
  weather: /aif-weather-krc-01/,
  starting: /^Making the application: running$/,
  queued: /It starts when this has ended: Provisioning/,
  refused: /no capacity left/,
  unreachable: /cluster of Korea Central does not answer, so how it is now is not known/,
  idle: /scaled to nothing: no pod runs/,
  damaged: /not there any more: pe-aif-damaged-krc-01/,
  unreleased: /its agent was not released yet/,
  adopted: /No pod is ready behind the Service adopted/,
  forgotten: /Release and Change are not possible/,
  moved: /was made for somebody else/,
  retired: /This application is retired/,
  unreadable: /could not read component:default\/unreadable/,
};

describe('the pages on fixed answers', () => {
  it('have an application for each state of the card', () => {
    expect(Object.keys(shown)).toEqual(Object.keys(overviews));
  });

  it.each(Object.entries(shown))('show %s', async (name, text) => {
    renderFor(name, <OverviewCard />);
    expect((await screen.findAllByText(text))[0]).toBeVisible();
  });

  it('show a preview that stands', async () => {
    renderFor('weather', <OverviewCard />);
    expect(
      await screen.findByText(/^Preview of 444444444444 — Tell the wind as well/),
    ).toBeVisible();
  });

  it('show a conversation that waits for an answer', async () => {
    renderFor('weather', <ChatTab />);
    expect(await screen.findByRole('button', { name: 'Approve' })).toBeVisible();
    expect(screen.getByText('And in Busan?')).toBeVisible();
  });

  it('show the forms of the templates', async () => {
    for (const name of ['private-ai-app', 'private-ai-change']) {
      const { steps } = await fixedForms.getTemplateParameterSchema(`template:default/${name}`);
      expect(JSON.stringify(steps)).toContain('PrivateAiPlan');
    }
  });
});
