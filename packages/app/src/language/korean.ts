import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import { createTranslationResource } from '@backstage/frontend-plugin-api';
import { catalogTranslationRef } from '@backstage/plugin-catalog/alpha';
import { catalogGraphTranslationRef } from '@backstage/plugin-catalog-graph/alpha';
import { catalogReactTranslationRef } from '@backstage/plugin-catalog-react/alpha';
import { kubernetesTranslationRef } from '@backstage/plugin-kubernetes/alpha';
import { kubernetesReactTranslationRef } from '@backstage/plugin-kubernetes-react/alpha';
import { notificationsTranslationRef } from '@backstage/plugin-notifications/alpha';
import { orgTranslationRef } from '@backstage/plugin-org/alpha';
import { scaffolderTranslationRef } from '@backstage/plugin-scaffolder/alpha';
import { scaffolderReactTranslationRef } from '@backstage/plugin-scaffolder-react/alpha';
import { searchTranslationRef } from '@backstage/plugin-search/alpha';
import { searchReactTranslationRef } from '@backstage/plugin-search-react/alpha';
import { userSettingsTranslationRef } from '@backstage/plugin-user-settings/alpha';

/** Backstage's own texts in Korean, each loaded when somebody who reads Korean first sees it. */
export const korean = [
  createTranslationResource({
    ref: coreComponentsTranslationRef,
    translations: { ko: () => import('./korean/coreComponents') },
  }),
  createTranslationResource({
    ref: catalogTranslationRef,
    translations: { ko: () => import('./korean/catalog') },
  }),
  createTranslationResource({
    ref: catalogGraphTranslationRef,
    translations: { ko: () => import('./korean/catalogGraph') },
  }),
  createTranslationResource({
    ref: catalogReactTranslationRef,
    translations: { ko: () => import('./korean/catalogReact') },
  }),
  createTranslationResource({
    ref: kubernetesTranslationRef,
    translations: { ko: () => import('./korean/kubernetes') },
  }),
  createTranslationResource({
    ref: kubernetesReactTranslationRef,
    translations: { ko: () => import('./korean/kubernetesReact') },
  }),
  createTranslationResource({
    ref: notificationsTranslationRef,
    translations: { ko: () => import('./korean/notifications') },
  }),
  createTranslationResource({
    ref: orgTranslationRef,
    translations: { ko: () => import('./korean/org') },
  }),
  createTranslationResource({
    ref: scaffolderTranslationRef,
    translations: { ko: () => import('./korean/scaffolder') },
  }),
  createTranslationResource({
    ref: scaffolderReactTranslationRef,
    translations: { ko: () => import('./korean/scaffolderReact') },
  }),
  createTranslationResource({
    ref: searchTranslationRef,
    translations: { ko: () => import('./korean/search') },
  }),
  createTranslationResource({
    ref: searchReactTranslationRef,
    translations: { ko: () => import('./korean/searchReact') },
  }),
  createTranslationResource({
    ref: userSettingsTranslationRef,
    translations: { ko: () => import('./korean/userSettings') },
  }),
];
