import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ownersIn } from './owner';

const id = '44444444-4444-4444-4444-444444444444';
const entity = (kind: string, name: string, annotations = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, annotations },
});
const catalog = catalogServiceMock({
  entities: [
    entity('Group', 'team', { 'graph.microsoft.com/group-id': id }),
    entity('User', 'ann', { 'graph.microsoft.com/user-id': id }),
    entity('Group', 'by-hand'),
    entity('Group', 'sly', { 'graph.microsoft.com/group-id': 'system:authenticated' }),
    entity('User', 'odd', { 'graph.microsoft.com/group-id': id }),
  ],
});

describe('an owner, as Microsoft Entra knows it', () => {
  it.each([
    ['group:default/team', { kind: 'Group', id }],
    ['user:default/ann', { kind: 'User', id }],
    ['group:default/by-hand', undefined],
    ['group:default/unknown', undefined],
    // Every user of the cluster would be the owner.
    ['group:default/sly', undefined],
    ['user:default/odd', undefined],
  ])('%s', async (owner, subject) => {
    const find = ownersIn({ auth: mockServices.auth(), catalog });
    expect(await find(owner)).toEqual(subject);
  });
});
