import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { AppReleases, Release } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { short } from './choices';
import styles from './releases.module.css';

type Named = Pick<Release, 'commit' | 'image'>;

/** A commit as people know it: its message, who wrote it, and its first characters, which lead to the git host. */
export function CommitLine({
  of: { commit, image },
  commits,
  plain = false,
}: {
  of: Named;
  commits: AppReleases['commits'];
  /** Without links: it is part of something to press. */
  plain?: boolean;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { page, subject, author } = (commit && commits[commit]) || {};
  const hash = short(commit ?? image ?? '');
  return (
    <span className={styles.commit}>
      {subject && <span dir="auto">{subject} </span>}
      <Text as="span" variant="body-small" color="secondary">
        {author && `${t('release.writtenBy', { author })} `}
        {page && !plain ? (
          <Link
            href={page}
            target="_blank"
            rel="noopener"
            aria-label={t('release.page', { commit: hash })}
          >
            <code>{hash}</code>
          </Link>
        ) : (
          hash && <code>{hash}</code>
        )}
      </Text>
    </span>
  );
}
