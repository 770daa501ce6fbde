import { SignInPage } from '@backstage/core-components';
import {
  configApiRef,
  createFrontendModule,
  microsoftAuthApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint, type SignInPageProps } from '@backstage/plugin-app-react';
import { DevelopmentSignInPage } from './DevelopmentSignInPage';

const microsoft = {
  id: 'microsoft-auth-provider',
  title: 'Microsoft',
  message: 'Sign in with your work account',
  apiRef: microsoftAuthApiRef,
};

function ConfiguredSignInPage(props: SignInPageProps) {
  const config = useApi(configApiRef);
  const signIn = config.getOptionalString('app.signIn') ?? 'development';
  switch (signIn) {
    case 'development':
      return <DevelopmentSignInPage {...props} />;
    case 'microsoft':
      return <SignInPage {...props} provider={microsoft} auto />;
    default:
      throw new Error(
        `The configuration value app.signIn is "${signIn}": expected development or microsoft.`,
      );
  }
}

const signInPage = SignInPageBlueprint.make({
  params: { loader: async () => ConfiguredSignInPage },
});

/** The sign-in page that `app.signIn` asks for. */
export const signInModule = createFrontendModule({ pluginId: 'app', extensions: [signInPage] });
