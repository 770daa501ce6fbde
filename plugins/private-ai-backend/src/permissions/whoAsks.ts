import type {
  BackstageCredentials,
  BackstageServicePrincipal,
  BackstageUserPrincipal,
} from '@backstage/backend-plugin-api';

/** The user's entity reference, or the plugin that asks for itself. */
export function whoAsks(credentials: BackstageCredentials): string {
  const principal = credentials.principal as BackstageUserPrincipal | BackstageServicePrincipal;
  return principal.type === 'user' ? principal.userEntityRef : principal.subject;
}
