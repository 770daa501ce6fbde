import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup, Text } from '@backstage/ui';
import type { AppReleases } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { isTriedInVain, type Choice } from './choices';
import { CommitLine } from './CommitLine';
import styles from './releases.module.css';
import { useWhen } from './useWhen';

/** The newest commit and the images that ran, one to pick; what was tried in vain is marked. */
export function ReleaseChoices({
  choices,
  commits,
  value,
  onChange,
}: {
  choices: Choice[];
  commits: AppReleases['commits'];
  value: string;
  onChange: (key: string) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const titleOf = useTitle();
  return (
    <RadioGroup label={t('release.choose')} value={value} onChange={onChange}>
      {choices.map(choice => (
        <Radio key={choice.key} value={choice.key} className={styles.choice}>
          <span>
            {titleOf(choice)}
            {choice.failed && (
              <Text as="span" color="danger">
                {` (${t('release.failedBefore')})`}
              </Text>
            )}
            <span className={styles.hash}>
              <CommitLine
                of={choice.release ?? { commit: choice.commit }}
                commits={commits}
                plain
              />
            </span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

function useTitle(): (choice: Choice) => string {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const when = useWhen();
  return ({ release, runs }) => {
    if (!release) return `${t('release.newest')}${runs ? ` (${t('release.runsAlready')})` : ''}`;
    const date = when(release.releasedAt);
    return t(isTriedInVain(release) ? 'release.onceMore' : 'release.earlier', { date });
  };
}
