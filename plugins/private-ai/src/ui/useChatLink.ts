import { useEntityRefLink } from '@backstage/plugin-catalog-react';

/** Where an application's chat is. */
export function useChatLink(): (entityRef: string) => string {
  const link = useEntityRefLink();
  return entityRef => `${link(entityRef)}/chat`;
}
