import { coreExtensionData, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  createExtensionTester,
  mockApis,
  renderInTestApp,
  renderTestApp,
} from '@backstage/frontend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { screen } from '@testing-library/react';
import { Suspense } from 'react';
import { privateAiPlugin } from '../plugin';
import { messages } from './en';
import ko from './ko';
import { privateAiTranslationRef } from './ref';

function flat(tree: object, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value]] : flat(value, `${prefix}${key}.`),
  );
}

function Denied() {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return <h1>{t('curation.deniedTitle')}</h1>;
}

const holes = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();

describe('the texts', () => {
  it('are all there in Korean, with the same values filled in', () => {
    const english = flat(messages);
    expect(Object.keys(ko).sort()).toEqual(english.map(([key]) => key).sort());
    for (const [key, text] of english) {
      expect([key, holes(ko[key as keyof typeof ko])]).toEqual([key, holes(text)]);
    }
  });

  const config = {
    app: {
      extensions: [{ 'api:app/app-language': { config: { availableLanguages: ['en', 'ko'] } } }],
    },
  };
  afterEach(() => localStorage.clear());

  it('are shown in the language that was chosen', async () => {
    localStorage.setItem('language', 'ko');
    // As the app does around every extension: Korean is loaded when it is first shown.
    const page = (
      <Suspense fallback="">
        <Denied />
      </Suspense>
    );
    renderInTestApp(page, {
      config,
    });
    expect(await screen.findByText('플랫폼 팀을 위한 페이지입니다')).toBeVisible();
  });

  it('are the titles of the page and of the tabs', async () => {
    localStorage.setItem('language', 'ko');
    renderTestApp({
      features: [privateAiPlugin],
      apis: [mockApis.permission({ authorize: AuthorizeResult.DENY })],
      initialRouteEntries: ['/private-ai-platform'],
      config,
    });
    await screen.findByText('플랫폼 팀을 위한 페이지입니다');
    expect(screen.getByRole('heading', { name: 'AI 플랫폼' })).toBeVisible();
    for (const [tab, title] of [
      ['chat', '채팅'],
      ['metrics', '메트릭'],
    ] as const) {
      const extension = privateAiPlugin.getExtension(`entity-content:private-ai/${tab}`);
      const tester = createExtensionTester(extension, { apis: [mockApis.translation()] });
      const { key } = tester.get(coreExtensionData.titleTranslation)!;
      expect(ko[key as keyof typeof ko]).toBe(title);
    }
  });
});
