import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { AppOverview, AppReleases } from '@private-ai/plugin-private-ai-common';
import type { ReactNode } from 'react';
import { CommitLine } from '../releases/CommitLine';
import { useWhen } from '../releases/useWhen';
import { privateAiTranslationRef } from '../translations/ref';
import { Person } from '../ui/Person';
import { StatusLabel } from '../ui/StatusLabel';
import styles from './overview.module.css';

/** What one wants to know first: how it is, what runs since when, what was last done to it, and where it is. */
export function AppFacts({
  overview,
  releases,
}: {
  overview: AppOverview;
  /** Undefined while they are asked for. */
  releases?: AppReleases;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { landingZone, namespace, status, changed, model } = overview;
  return (
    <dl className={styles.facts}>
      <Fact name={t('status.title')}>
        <StatusLabel state={status.state} />
      </Fact>
      {releases && <Running releases={releases} />}
      {changed && (
        <Fact name={t('overview.changed')}>
          <Changed changed={changed} />
        </Fact>
      )}
      <Fact name={t('overview.landingZone')}>{landingZone.title}</Fact>
      <Fact name={t('overview.namespace')}>{namespace}</Fact>
      {model && <Fact name={t('overview.model')}>{<Model model={model} />}</Fact>}
    </dl>
  );
}

function Fact({ name, wide, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? styles.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Running({ releases: { items, commits, head } }: { releases: AppReleases }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const when = useWhen();
  const running = items.find(({ state }) => state === 'running');
  if (!running) return null;
  const newer = head && head !== running.commit ? commits[head]?.difference : undefined;
  return (
    <Fact name={t('overview.running')} wide>
      <CommitLine of={running} commits={commits} />
      <Text as="p" variant="body-small" color="secondary">
        {t('overview.runningSince', { date: when(running.releasedAt) })}
        {running.by && (
          <>
            {' · '}
            <Person who={running.by} />
          </>
        )}
      </Text>
      {newer && (
        <Link href={newer} target="_blank" rel="noopener">
          {t('overview.newer')}
        </Link>
      )}
    </Fact>
  );
}

function Changed({ changed: { kind, by, at } }: { changed: NonNullable<AppOverview['changed']> }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const when = useWhen();
  return (
    <>
      {t(`overview.change.${kind}`)}
      <Text as="p" variant="body-small" color="secondary">
        <time dateTime={at}>{when(at)}</time>
        {' · '}
        <Person who={by} />
      </Text>
    </>
  );
}

function Model({ model }: { model: NonNullable<AppOverview['model']> }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const name = [model.name ?? model.deployment, model.version && `(${model.version})`, model.sku]
    .filter(Boolean)
    .join(' ');
  if (model.capacity === undefined) return <>{name}</>;
  return <>{t('overview.modelCapacity', { model: name, capacity: String(model.capacity) })}</>;
}
