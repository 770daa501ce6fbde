import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { AppReleases, Release } from '@private-ai/plugin-private-ai-common';
import {
  RiCheckboxCircleLine,
  RiCloseCircleLine,
  RiEyeOffLine,
  RiForbidLine,
  RiHistoryLine,
  RiLoopRightLine,
} from '@remixicon/react';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { IconLabel } from '../ui/IconLabel';
import { Person } from '../ui/Person';
import { CommitLine } from './CommitLine';
import styles from './releases.module.css';
import { useWhen } from './useWhen';

const looks = {
  running: [RiCheckboxCircleLine, 'var(--bui-fg-success)'],
  'coming-up': [RiLoopRightLine, 'var(--bui-fg-info)'],
  failed: [RiCloseCircleLine, 'var(--bui-fg-danger)'],
  cancelled: [RiForbidLine, 'var(--bui-fg-secondary)'],
  former: [RiHistoryLine, 'var(--bui-fg-secondary)'],
  unseen: [RiEyeOffLine, 'var(--bui-fg-secondary)'],
} as const satisfies Record<Release['state'], unknown>;

/** Lines that are shown at first. */
const few = 5;

/** Every release, newest first: which commit, how it ended, when, and who asked for it. */
export function ReleaseList({ releases }: { releases: AppReleases }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [all, setAll] = useState(false);
  const { items, commits, outages, problems } = releases;
  return (
    <section aria-labelledby="private-ai-releases">
      <Flex direction="column" gap="2">
        <Text as="h3" variant="body-medium" weight="bold" id="private-ai-releases">
          {t('release.list')}
        </Text>
        {items.length + outages.length + problems.length === 0 && (
          <Text color="secondary">{t('release.none')}</Text>
        )}
        <ol className={styles.list}>
          {(all ? items : items.slice(0, few)).map(one => (
            <Line key={`${one.image} ${one.commit} ${one.releasedAt}`} one={one} {...{ commits }} />
          ))}
        </ol>
        {items.length > few && !all && (
          <Button
            variant="secondary"
            size="small"
            className={styles.more}
            onPress={() => setAll(true)}
          >
            {t('release.more', { count: items.length - few })}
          </Button>
        )}
        {problems.map(problem => (
          <Text key={problem} as="p" variant="body-small" color="secondary">
            {problem}
          </Text>
        ))}
      </Flex>
    </section>
  );
}

function Line({ one, commits }: { one: Release } & Pick<AppReleases, 'commits'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const when = useWhen();
  return (
    <li className={styles.line}>
      <IconLabel look={looks[one.state]}>{t(`release.state.${one.state}`)}</IconLabel>
      <div>
        <CommitLine of={one} commits={commits} />
        <Text as="p" variant="body-small" color="secondary">
          <time dateTime={one.releasedAt}>{when(one.releasedAt)}</time>
          {one.by && (
            <>
              {' · '}
              <Person who={one.by} />
            </>
          )}
        </Text>
        {one.error && (
          <Text as="p" variant="body-small" color="danger" className={styles.reason}>
            {one.error}
          </Text>
        )}
      </div>
    </li>
  );
}
