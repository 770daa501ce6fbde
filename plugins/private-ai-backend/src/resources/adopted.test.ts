import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { entityLabel } from '../app/entityLabel';
import { namesOf } from '../app/names';
import { privateAiTags } from '../azure/tags';
import { identityId } from '../azure/userAssignedIdentity';
import { application, weather } from '../testing/app';
import { landingZone } from '../testing/landingZone';
import { requireMadeIn } from './adopted';

const zone = landingZone();
const entityRef = 'component:default/weather';
const byHand = { 'private-ai-entity': entityLabel(entityRef) };
const made = { ...byHand, 'private-ai-managed-by': 'private-ai-portal' };
const identity = identityId({ zone, names: namesOf(application().request, zone) });

/** What is asked for the application of an entity, in a cluster and an Azure that hold that. */
function asking(there: {
  labels?: Record<string, string>;
  tags?: Record<string, string>;
  cluster?: () => Promise<never>;
}) {
  const asked: string[] = [];
  const requireMade = requireMadeIn({
    auth: mockServices.auth(),
    catalog: catalogServiceMock({ entities: [weather] }),
    zones: [zone],
    azure: () => ({
      arm: {
        async get(id) {
          asked.push(id);
          return id === identity && there.tags
            ? { id, name: 'uami-weather', type: '', properties: {}, tags: there.tags }
            : undefined;
        },
      },
    }),
    cluster: () => ({
      get: async ({ name }) =>
        there.cluster?.() ??
        (there.labels && {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name, labels: there.labels },
        }),
    }),
  });
  return { requireMade, asked };
}

const { [Object.keys(byHand)[0]]: whose } = privateAiTags(application());

describe('an application that was there before the portal', () => {
  it.each([
    ['its namespace was labelled by hand', { labels: byHand }],
    [
      'one tag in Azure is no mark of the portal',
      { labels: byHand, tags: { 'private-ai-entity': whose } },
    ],
    [
      'and the other one is none either',
      { labels: byHand, tags: { 'private-ai-managed-by': 'private-ai-portal' } },
    ],
  ])('is not touched: %s', async (_, there) => {
    await expect(asking(there).requireMade(entityRef)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringMatching(/was there before the portal.*another name from the template/),
    });
  });

  it.each([
    ['the portal made its namespace', { labels: made }, entityRef],
    [
      'somebody took a label off, and its identity is the portal’s',
      { labels: byHand, tags: privateAiTags(application()) },
      entityRef,
    ],
    ['it has no namespace yet', {}, entityRef],
    ['its namespace is another’s, which is refused elsewhere', { labels: {} }, entityRef],
    ['the catalog does not know it', { labels: byHand }, 'component:default/new'],
    [
      'nobody answers: the work itself looks again',
      { cluster: () => Promise.reject(new Error('The cluster is away.')) },
      entityRef,
    ],
  ])('is it not, where %s', async (_, there, ref) => {
    const { requireMade, asked } = asking(there);
    await requireMade(ref);
    // Azure is asked only where the namespace leaves it open.
    expect(asked.length > 0).toBe('tags' in there);
  });
});
