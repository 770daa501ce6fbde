import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Flex, Link } from '@backstage/ui';
import type { AppOverview } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';

/** Where else the application can be looked at. */
export function AppLinks({ links }: Pick<AppOverview, 'links'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (links.length === 0) return null;
  return (
    <nav aria-label={t('overview.elsewhere')}>
      <Flex gap="4" style={{ flexWrap: 'wrap' }}>
        {links.map(({ id, url }) => (
          <Link
            key={url}
            href={url}
            {...(/^https?:/.test(url) && { target: '_blank', rel: 'noopener' })}
          >
            {t(`overview.links.${id}`)}
          </Link>
        ))}
      </Flex>
    </nav>
  );
}
