import { createTranslationRef } from '@backstage/frontend-plugin-api';
import { messages } from './en';

/** Every text of the plugin; Korean is loaded when somebody chooses it. */
export const privateAiTranslationRef = createTranslationRef({
  id: 'private-ai',
  messages,
  translations: { ko: () => import('./ko') },
});
