import { DefaultAzureCredential } from '@azure/identity';
import { landingZone } from '../testing/landingZone';
import { azureFor } from './azureFor';

describe('the portal’s token', () => {
  it('is asked for once by a hundred at the same time, and again after a failure', async () => {
    const getToken = jest.spyOn(DefaultAzureCredential.prototype, 'getToken');
    getToken.mockRejectedValueOnce(new Error('Entra is away.'));
    getToken.mockResolvedValue({ token: 'secret', expiresOnTimestamp: Date.now() + 3_600_000 });
    const { token } = azureFor(landingZone());
    const hundred = () =>
      Promise.allSettled(Array.from({ length: 100 }, () => token('a/.default')));
    expect(new Set((await hundred()).map(({ status }) => status))).toEqual(new Set(['rejected']));
    expect(await hundred()).toEqual(Array(100).fill({ status: 'fulfilled', value: 'secret' }));
    await token('b/.default');
    expect(getToken.mock.calls.map(([scope]) => scope)).toEqual([
      'a/.default',
      'a/.default',
      'b/.default',
    ]);
    getToken.mockRestore();
  });
});
