import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { onceKnown, refuseInProduction } from './developmentSignIn';

describe('the sign-in with a click', () => {
  it('refuses to start in production, naming the key to remove', () => {
    expect(() => refuseInProduction('production')).toThrow(
      /auth\.providers\.development.*production/,
    );
  });

  it('waits for a catalog that has not read its people yet, and for nothing else', async () => {
    let asked = 0;
    const signIn = async () => {
      if ((asked += 1) < 3) throw new NotFoundError('User not found');
      return 'signed in';
    };
    await expect(onceKnown(signIn)).resolves.toBe('signed in');
    asked = 0;
    await expect(onceKnown(signIn, -1)).rejects.toThrow('User not found');
    const refused = jest.fn().mockRejectedValue(new NotAllowedError('no'));
    await expect(onceKnown(refused)).rejects.toThrow('no');
    expect(refused).toHaveBeenCalledTimes(1);
  });

  it('starts in development', () => {
    expect(() => refuseInProduction('development')).not.toThrow();
    expect(() => refuseInProduction(undefined)).not.toThrow();
  });
});
