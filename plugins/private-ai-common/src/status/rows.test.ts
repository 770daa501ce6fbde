import type { AppResource, Health } from '../api/apps';
import type { OperationFacts } from './facts';
import { rowsOf } from './rows';

const before = (id: string) =>
  ({ 'foundry-project': ['foundry-account'], 'private-endpoint': ['foundry-account'] })[id] ?? [];

const healths = (
  of: Record<string, Health>,
  operation: [OperationFacts['kind'], OperationFacts['state']] | undefined,
  released = false,
) => {
  const resources = Object.entries(of).map(([id, health]): AppResource => ({
    id,
    type: 'T',
    name: id,
    health,
  }));
  const [kind, state] = operation ?? [];
  const facts = kind && state && { kind, state, createdAt: '', updatedAt: '' };
  const rows = rowsOf(resources, { operation: facts, released }, before);
  return Object.fromEntries(rows.map(({ id, health, sentence }) => [id, sentence?.code ?? health]));
};

const half = {
  'foundry-account': 'progressing',
  'foundry-project': 'missing',
  namespace: 'healthy',
  deployment: 'missing',
} as const;

it('what comes when its turn has come is next, and what has to wait for another waits', () => {
  expect(healths(half, ['provision', 'running'])).toEqual({
    'foundry-account': 'progressing',
    'foundry-project': 'row-next',
    namespace: 'healthy',
    deployment: 'row-release',
  });
  const none = { ...half, 'foundry-account': 'missing' } as const;
  expect(healths(none, ['provision', 'running'])).toMatchObject({
    'foundry-account': 'row-next',
    'foundry-project': 'row-waiting',
  });
  expect(healths(none, ['provision', 'queued'])).toMatchObject({
    'foundry-account': 'row-waiting',
  });
});

it('what was not come to was left; what was there before is missing', () => {
  expect(healths(half, ['provision', 'failed'])).toMatchObject({
    'foundry-project': 'row-left',
    deployment: 'row-release',
  });
  expect(healths(half, ['provision', 'failed'], true)).toMatchObject({
    'foundry-project': 'missing',
    deployment: 'missing',
  });
  expect(healths(half, ['release', 'succeeded'], true)).toMatchObject({
    'foundry-project': 'missing',
    deployment: 'missing',
  });
});

it('a Deployment that is not there is brought by a release alone', () => {
  expect(healths(half, ['provision', 'succeeded'])).toMatchObject({
    'foundry-project': 'missing',
    deployment: 'row-release',
  });
  expect(healths(half, ['release', 'running'], true)).toMatchObject({ deployment: 'row-release' });
  // An image that is built runs nowhere yet.
  expect(healths(half, ['build', 'running'], true)).toMatchObject({ deployment: 'missing' });
  expect(healths(half, ['provision', 'running'], true)).toMatchObject({ deployment: 'missing' });
  expect(healths(half, ['retire', 'running'])).toMatchObject({ deployment: 'missing' });
});
