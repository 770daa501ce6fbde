import { SidebarPage } from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { type ReactNode, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import { portalTranslationRef } from '../language/texts';
import styles from './Layout.module.css';

/** The pages of entities bring a main landmark of their own, and there is to be one. */
const bringsMain = /^\/catalog\/[^/]+\/[^/]+\/[^/]+/;

/** Navigation and page, and for the keyboard a way past the one to the other. */
export function Layout({ navigation, children }: { navigation: ReactNode; children: ReactNode }) {
  const { t } = useTranslationRef(portalTranslationRef);
  const { pathname } = useLocation();
  const content = useRef<HTMLDivElement>(null);
  return (
    <>
      <button type="button" className={styles.skip} onClick={() => content.current?.focus()}>
        {t('skip')}
      </button>
      <SidebarPage>
        {navigation}
        <div
          ref={content}
          tabIndex={-1}
          className={styles.content}
          role={bringsMain.test(pathname) ? undefined : 'main'}
        >
          {children}
        </div>
      </SidebarPage>
    </>
  );
}
