import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  defaultGroupTransformer,
  defaultUserTransformer,
  microsoftGraphOrgEntityProviderTransformExtensionPoint,
  type GroupTransformer,
  type MicrosoftGraphProviderConfig,
  type UserTransformer,
} from '@backstage/plugin-catalog-backend-module-msgraph';

/**
 * How the directory becomes teams and people of the catalog: by object id. Whoever may make a group in Entra may call it as
 * they like, and mail addresses are given to the next one who has that name; an object id is nobody's to choose.
 */
export function transformers(): {
  /** Before each reading. */
  begin(provider: MicrosoftGraphProviderConfig): Promise<MicrosoftGraphProviderConfig>;
  group: GroupTransformer;
  user: UserTransformer;
} {
  let idByName = new Map<string, string>();
  return {
    async begin(provider) {
      idByName = new Map();
      return provider;
    },
    /** @throws for two groups that people could not tell apart: the whole reading ends, and what was read before stays */
    async group(group, photo) {
      const entity = await defaultGroupTransformer(group, photo);
      const { id, displayName } = group;
      if (!entity || !id || !displayName) return undefined;
      const name = folded(displayName);
      const other = idByName.get(name) ?? id;
      if (other !== id) {
        throw new Error(
          `Two groups in Microsoft Entra are called “${displayName}” (${other} and ${id}): nothing is read until one of them is called otherwise. Somebody may have made the second to be taken for the first.`,
        );
      }
      idByName.set(name, id);
      return { ...entity, metadata: { ...entity.metadata, name: id, title: displayName } };
    },
    async user(user, photo) {
      const entity = await defaultUserTransformer(user, photo);
      if (!entity || !user.id) return undefined;
      const title = user.displayName ?? undefined;
      return { ...entity, metadata: { ...entity.metadata, name: user.id, title } };
    },
  };
}

/** What people read as one name, and what the catalog's own rule makes one of: letter case and punctuation do not count. */
const folded = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');

export const directory = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'private-ai-directory',
  register(registration) {
    registration.registerInit({
      deps: { transforms: microsoftGraphOrgEntityProviderTransformExtensionPoint },
      async init({ transforms }) {
        const { begin, group, user } = transformers();
        transforms.setProviderConfigTransformer(begin);
        transforms.setGroupTransformer(group);
        transforms.setUserTransformer(user);
      },
    });
  },
});
