import { refuseInProduction } from './developmentSignIn';

describe('the sign-in with a click', () => {
  it('refuses to start in production, naming the key to remove', () => {
    expect(() => refuseInProduction('production')).toThrow(
      /auth\.providers\.development.*production/,
    );
  });

  it('starts in development', () => {
    expect(() => refuseInProduction('development')).not.toThrow();
    expect(() => refuseInProduction(undefined)).not.toThrow();
  });
});
