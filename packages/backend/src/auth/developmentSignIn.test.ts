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
    const whenKnown = onceKnown();
    await expect(whenKnown(signIn)).resolves.toBe('signed in');
    // Now it has read them: who is not among them is told at once.
    asked = 0;
    await expect(whenKnown(signIn)).rejects.toThrow('User not found');
    expect(asked).toBe(1);
    asked = 0;
    await expect(onceKnown(-1)(signIn)).rejects.toThrow('User not found');
    const refused = jest.fn().mockRejectedValue(new NotAllowedError('no'));
    await expect(onceKnown()(refused)).rejects.toThrow('no');
    expect(refused).toHaveBeenCalledTimes(1);
  });

  it('starts in development', () => {
    expect(() => refuseInProduction('development')).not.toThrow();
    expect(() => refuseInProduction(undefined)).not.toThrow();
  });
});
