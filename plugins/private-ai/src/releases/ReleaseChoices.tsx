import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Radio, RadioGroup, Text } from '@backstage/ui';
import { privateAiTranslationRef } from '../translations/ref';
import { short, type Choice } from './choices';
import styles from './releases.module.css';
import { useWhen } from './useWhen';

/** The newest commit and the images that ran, one to pick. */
export function ReleaseChoices({
  choices,
  value,
  onChange,
}: {
  choices: Choice[];
  value: string;
  onChange: (key: string) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const when = useWhen();
  return (
    <RadioGroup label={t('release.choose')} value={value} onChange={onChange}>
      {choices.map(({ key, commit, release, runs }) => (
        <Radio key={key} value={key} className={styles.choice}>
          <span>
            {release ? (
              t('release.earlier', { date: when(release.releasedAt) })
            ) : (
              <>
                {t('release.newest')}
                {runs && ` (${t('release.runsAlready')})`}
              </>
            )}
            <Text as="span" variant="body-small" color="secondary" className={styles.hash}>
              {commit && t('release.commit', { commit: short(commit) })}
              {release && ` ${t('release.image', { image: short(release.image) })}`}
            </Text>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
