import { coreComponentsTranslationRef } from '@backstage/core-components/alpha';
import {
  appLanguageApiRef,
  createFrontendModule,
  translationApiRef,
  type TranslationApi,
  type TranslationMessages,
  type TranslationRef,
} from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { TranslationBlueprint } from '@backstage/plugin-app-react';
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
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { korean } from './korean';

const refs: TranslationRef[] = [
  coreComponentsTranslationRef,
  catalogTranslationRef,
  catalogGraphTranslationRef,
  catalogReactTranslationRef,
  kubernetesTranslationRef,
  kubernetesReactTranslationRef,
  notificationsTranslationRef,
  orgTranslationRef,
  scaffolderTranslationRef,
  scaffolderReactTranslationRef,
  searchTranslationRef,
  searchReactTranslationRef,
  userSettingsTranslationRef,
];

/** Names and addresses: they are not Korean in Korean either. */
const notKorean = [
  'catalog-react entityPeekAheadPopover.emailCardAction.subTitle',
  'kubernetes entityContent.title',
  'kubernetes-react kubernetesDrawer.yaml',
  'kubernetes-react podsTable.columns.id',
  'scaffolder templateEditorToolbar.addToCatalogDialogActions.documentationUrl',
];

type Texts = Record<string, string>;

/** The keys of each reference; that they are all of its keys is for the compiler to say. */
async function keys() {
  const found: Record<string, string[]> = {};
  const folder = join(__dirname, 'korean');
  for (const file of readdirSync(folder)) {
    const { default: written }: { default: TranslationMessages | Texts } = await import(
      join(folder, file)
    );
    // what is not the messages of a reference is a part of them
    if (written.$$type) found[written.id as string] = Object.keys(written.messages);
  }
  return found;
}

/** Every text in the language of the app, as it is written: with the names of what is filled in. */
async function read(api: TranslationApi, known: Record<string, string[]>): Promise<Texts> {
  const texts: Texts = {};
  for (const ref of refs) {
    const t = await new Promise<CallableFunction>((resolve, reject) => {
      const { ready, t: now } = api.getTranslation(ref);
      if (ready) resolve(now);
      else api.translation$(ref).subscribe({ next: loaded => resolve(loaded.t), error: reject });
    });
    for (const key of known[ref.id])
      texts[`${ref.id} ${key}`] = t(key, { skipInterpolation: true });
  }
  return texts;
}

/** What a text is made of beside its words: `{{value}}`, the table's `{value}`, and its lines. */
const marks = (text: string) =>
  [...text.matchAll(/\{+([^{}]+)\}+|\n/g)].map(([all, name]) => name?.trim() ?? all).sort();

describe("Backstage's own texts in Korean", () => {
  let known: Record<string, string[]>;
  let english: Texts;
  let translated: Texts;

  beforeAll(async () => {
    known = await keys();
    const languages = { config: { availableLanguages: ['en', 'ko'] } };
    const { apis, unmount } = renderInTestApp(<main />, {
      config: { app: { extensions: [{ 'api:app/app-language': languages }] } },
      features: [
        createFrontendModule({
          pluginId: 'app',
          extensions: korean.map(resource =>
            TranslationBlueprint.make({ name: resource.id, params: { resource } }),
          ),
        }),
      ],
    });
    // the texts alone are wanted, and no page that follows the language
    unmount();
    const language = apis.get(appLanguageApiRef)!;
    language.setLanguage('en');
    english = await read(apis.get(translationApiRef)!, known);
    language.setLanguage('ko');
    translated = await read(apis.get(translationApiRef)!, known);
  });

  it('are written and loaded for each reference', () => {
    const ids = refs.map(({ id }) => id).sort();
    expect(Object.keys(known).sort()).toEqual(ids);
    expect(korean.map(({ id }) => id).sort()).toEqual(ids);
  });

  it('are Korean, but for names and addresses', () => {
    const foreign = Object.entries(translated).filter(([, text]) => !/[가-힣]/.test(text));
    expect(foreign.map(([key]) => key).sort()).toEqual(notKorean);
  });

  it('are filled in with the same values as the English ones, and have as many lines', () => {
    const made = (texts: Texts) => Object.entries(texts).map(([key, text]) => [key, marks(text)]);
    expect(made(translated)).toEqual(made(english));
  });

  it('have nothing that English does not have', () => {
    // of what it does not know, the translation is the key
    const unknown = Object.entries(english).filter(([key, text]) => key.endsWith(` ${text}`));
    expect(unknown).toEqual([]);
  });
});
