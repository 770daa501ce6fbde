import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { Release } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { beyondRan, short } from './choices';
import { useWhen } from './useWhen';

/** One sentence of what runs now, or that nothing does; another of what did not come up. */
export function RunningRelease({ items }: { items: Release[] }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const when = useWhen();
  const running = items.find(({ state }) => state === 'running');
  const newest = beyondRan(items);
  const named = ({ commit, image }: Release) => short(commit ?? image ?? '');
  return (
    <div>
      <Text as="p">
        {running
          ? t('release.runs', { what: named(running), date: when(running.releasedAt) })
          : t('release.nothingRuns')}
      </Text>
      {newest && (
        <Text as="p" color={newest.state === 'failed' ? 'danger' : 'secondary'}>
          {newest.state === 'failed'
            ? t('release.didNotComeUp', { what: named(newest) })
            : t('release.comesUp', { what: named(newest) })}
        </Text>
      )}
    </div>
  );
}
