import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { say, type Outage } from '@private-ai/plugin-private-ai-common';
import { screen } from '@testing-library/react';
import { FailureAlert } from './FailureAlert';

const answered = (error: object) =>
  ResponseError.fromResponse(
    new Response(JSON.stringify({ error, response: { statusCode: 503 } }), {
      status: 503,
      headers: { 'content-type': 'application/json' },
    }) as Parameters<typeof ResponseError.fromResponse>[0],
  );

it('tells a system that is away as every page does, and what was said behind it', async () => {
  const zone = 'Korea Central';
  const outage: Outage = {
    ...{ system: 'cluster', zone, since: '2026-11-20T00:00:00Z' },
    sentence: say('outage-cluster-away', { zone }),
    detail: 'The cluster answered 503.',
  };
  const error = await answered({ name: 'OutageError', message: outage.detail, outage });
  renderInTestApp(<FailureAlert title="It could not be read" error={error} />);
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('The cluster of Korea Central does not answer.');
  expect(alert).toHaveTextContent('That passes by itself, as a rule.');
  expect(alert).not.toHaveTextContent('It could not be read');
  expect(screen.getByText('The cluster answered 503.')).not.toBeVisible();
});

it('says the backend’s sentence of everything else', async () => {
  const error = await answered({ name: 'NotFoundError', message: 'There is no such thing.' });
  renderInTestApp(<FailureAlert title="It could not be read" error={error} />);
  const alert = await screen.findByRole('alert');
  expect(alert).toHaveTextContent('It could not be readThere is no such thing.');
});
