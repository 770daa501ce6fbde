import {
  AppIcon,
  Link,
  Sidebar,
  sidebarConfig,
  SidebarDivider,
  SidebarGroup,
  SidebarItem,
  SidebarScrollWrapper,
  SidebarSpace,
  useSidebarOpenState,
} from '@backstage/core-components';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { NavContentComponentProps, NavContentNavItem } from '@backstage/plugin-app-react';
import { NotificationsSidebarItem } from '@backstage/plugin-notifications';
import { SidebarSearchModal } from '@backstage/plugin-search';
import { Settings, UserSettingsSignInAvatar } from '@backstage/plugin-user-settings';
import { OnlyPlatformTeam } from '@private-ai/plugin-private-ai';
import { usePageTitle } from '../language/pageTitle';
import { portalTranslationRef } from '../language/texts';
import { Logo } from './Logo';
import styles from './Navigation.module.css';

/** The portal's navigation: one's own applications, catalog and create first; the platform page for who may read it. */
export function Navigation({ navItems }: NavContentComponentProps) {
  const { t } = useTranslationRef(portalTranslationRef);
  const items = navItems.withComponent(Item);
  // These have entries of their own below; the graph is reached from an entity's relations.
  items.take('page:catalog-graph');
  items.take('page:search');
  items.take('page:notifications');
  items.take('page:user-settings');
  const platform = items.take('page:private-ai/platform');
  return (
    <Sidebar>
      <Home />
      <SidebarGroup label={t('page.search')} icon={<AppIcon id="search" />} to="/search">
        <SidebarSearchModal />
      </SidebarGroup>
      <SidebarDivider />
      <SidebarGroup label={t('navigation')} icon={<AppIcon id="catalog" />}>
        {items.take('page:private-ai')}
        {items.take('page:catalog')}
        {items.take('page:scaffolder')}
        <OnlyPlatformTeam>{platform}</OnlyPlatformTeam>
        <SidebarDivider />
        <SidebarScrollWrapper>{items.rest({ sortBy: 'title' })}</SidebarScrollWrapper>
      </SidebarGroup>
      <SidebarSpace />
      <SidebarDivider />
      <NotificationsSidebarItem text={t('page.notifications')} />
      <SidebarGroup label={t('page.settings')} icon={<UserSettingsSignInAvatar />} to="/settings">
        <Settings />
      </SidebarGroup>
    </Sidebar>
  );
}

function Item({ href, icon, title }: NavContentNavItem) {
  const titled = usePageTitle();
  return <SidebarItem to={href} icon={() => icon} text={titled(title)} />;
}

function Home() {
  const { t } = useTranslationRef(portalTranslationRef);
  const { isOpen } = useSidebarOpenState();
  return (
    <Link
      to="/"
      underline="none"
      aria-label={t('home')}
      className={styles.home}
      style={{ width: isOpen ? sidebarConfig.drawerWidthOpen : sidebarConfig.drawerWidthClosed }}
    >
      <span className={styles.mark}>
        <Logo compact={!isOpen} />
      </span>
    </Link>
  );
}
