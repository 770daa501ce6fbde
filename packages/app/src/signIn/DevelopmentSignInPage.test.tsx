import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import type { IdentityApi } from '@backstage/frontend-plugin-api';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DevelopmentSignInPage } from './DevelopmentSignInPage';
import { rememberedUser } from './rememberedUser';

const token = ['e30', btoa(JSON.stringify({ exp: Date.now() / 1000 + 3600 })), 'x'].join('.');

function answer(user: string) {
  const identity = { type: 'user', userEntityRef: `user:default/${user}`, ownershipEntityRefs: [] };
  return Response.json({
    profile: { displayName: user },
    backstageIdentity: { token, identity },
    providerInfo: {},
  });
}

function renderPage() {
  const asked: string[] = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation(async (url, init) => {
    const user = new Headers(init?.headers).get('x-development-user') ?? 'nobody';
    asked.push(`${user} ${url}`);
    return answer(user);
  });
  const signedIn = jest.fn<void, [IdentityApi]>();
  const apis = [mockApis.discovery({ baseUrl: 'http://portal.example' })] as const;
  const page = <DevelopmentSignInPage onSignInSuccess={signedIn} />;
  return { asked, signedIn, ...renderInTestApp(page, { apis }) };
}

describe('signing in with a click', () => {
  beforeEach(() => localStorage.clear());
  afterEach(() => jest.restoreAllMocks());

  it("is the backend's provider, asked as the one who was chosen", async () => {
    const { asked, signedIn } = renderPage();
    await userEvent.click(await screen.findByRole('button', { name: 'Platform engineer' }));
    await waitFor(() => expect(signedIn).toHaveBeenCalledTimes(1));
    expect(asked).toEqual(['platform-engineer http://portal.example/api/auth/development/refresh']);
    await expect(signedIn.mock.calls[0][0].getCredentials()).resolves.toEqual({ token });
  });

  it('keeps the choice over a reload, until signing out', async () => {
    const first = renderPage();
    await userEvent.click(await screen.findByRole('button', { name: 'Developer' }));
    await waitFor(() => expect(first.signedIn).toHaveBeenCalled());
    first.unmount();

    const second = renderPage();
    await waitFor(() => expect(second.signedIn).toHaveBeenCalled());
    expect(screen.queryByRole('button', { name: 'Developer' })).not.toBeInTheDocument();
    await second.signedIn.mock.calls[0][0].signOut();
    expect(rememberedUser()).toBeUndefined();
  });
});
