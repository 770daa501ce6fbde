import { useEntityRefLink } from '@backstage/plugin-catalog-react';

/** Where an application's chat is, or its preview's. */
export function useChatLink(): (entityRef: string, of?: 'preview') => string {
  const link = useEntityRefLink();
  return (entityRef, of) => `${link(entityRef)}/chat${of ? `?${of}` : ''}`;
}
