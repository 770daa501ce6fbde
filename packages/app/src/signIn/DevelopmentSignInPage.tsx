import { ErrorPanel, ProxiedSignInPage } from '@backstage/core-components';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { Button, Card, CardBody, CardHeader, Flex, Text } from '@backstage/ui';
import { useCallback, useState } from 'react';
import type { IdentityApi } from '@backstage/frontend-plugin-api';
import { Logo } from '../nav/Logo';
import styles from './DevelopmentSignInPage.module.css';
import { forgetUser, rememberedUser, rememberUser, users, type User } from './rememberedUser';

/** Sign-in by a click, through the backend's provider `development`; a reload keeps who one is. */
export function DevelopmentSignInPage({ onSignInSuccess }: SignInPageProps) {
  const [user, setUser] = useState(rememberedUser);
  const succeed = useCallback(
    (identity: IdentityApi) => onSignInSuccess(forgettingOnSignOut(identity)),
    [onSignInSuccess],
  );
  const choose = (chosen: User) => {
    rememberUser(chosen);
    setUser(chosen);
  };
  if (user) {
    return (
      <ProxiedSignInPage
        provider="development"
        headers={{ 'x-development-user': user }}
        onSignInSuccess={succeed}
        ErrorComponent={({ error }) => (
          <main className={styles.page}>
            <Flex direction="column" gap="4">
              <ErrorPanel title="You could not be signed in" error={error ?? new Error()} />
              <Button
                onPress={() => {
                  forgetUser();
                  setUser(undefined);
                }}
              >
                Back
              </Button>
            </Flex>
          </main>
        )}
      />
    );
  }
  return (
    <main className={styles.page}>
      <Card className={styles.card}>
        <CardHeader>
          <Flex direction="column" gap="3">
            <Logo />
            <Text as="h1" variant="title-small">
              Who are you today?
            </Text>
            <Text as="p" color="secondary">
              This portal runs for development: a click signs you in, without a password.
            </Text>
          </Flex>
        </CardHeader>
        <CardBody>
          <Flex direction="column" gap="3">
            {Object.entries(users).map(([id, { title, can }]) => (
              <Flex key={id} direction="column" gap="1">
                <Button variant="primary" onPress={() => choose(id as User)}>
                  {title}
                </Button>
                <Text variant="body-small" color="secondary">
                  {can}
                </Text>
              </Flex>
            ))}
          </Flex>
        </CardBody>
      </Card>
    </main>
  );
}

function forgettingOnSignOut(identity: IdentityApi): IdentityApi {
  return {
    getProfileInfo: () => identity.getProfileInfo(),
    getBackstageIdentity: () => identity.getBackstageIdentity(),
    getCredentials: () => identity.getCredentials(),
    signOut: () => {
      forgetUser();
      return identity.signOut();
    },
  };
}
