import type {
  AuthService,
  BackstageCredentials,
  UserInfoService,
} from '@backstage/backend-plugin-api';

/** As whom somebody may own something: themselves and their teams; undefined for what is no person. */
export const claimsIn =
  ({ auth, userInfo }: { auth: AuthService; userInfo: UserInfoService }) =>
  async (credentials: BackstageCredentials): Promise<readonly string[] | undefined> => {
    if (!auth.isPrincipal(credentials, 'user')) return undefined;
    return (await userInfo.getUserInfo(credentials)).ownershipEntityRefs;
  };
