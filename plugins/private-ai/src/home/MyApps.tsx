import { useApi, useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonLink, Flex, Text } from '@backstage/ui';
import type { AppState, MyApps as Answered } from '@private-ai/plugin-private-ai-common';
import { useCallback, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { catalogRouteRef, templateRouteRef } from '../routes';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { Outages } from '../ui/Outages';
import { useTime } from '../ui/useTime';
import { AppCard } from './AppCard';
import styles from './home.module.css';

/** Milliseconds between two looks, and while something is under way. */
const lookEvery = 60_000;
const lookSoon = 10_000;

/** The template that makes an application. */
const makeTemplate = { namespace: 'default', templateName: 'private-ai-app' };

/** The applications of one's own teams: how each is, what runs, and what one most often does with it. */
export function MyApps() {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const time = useTime();
  const [every, setEvery] = useState(lookEvery);
  const [read, setRead] = useState<string>();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const answer = await api.myApps(signal);
      setEvery(
        answer.apps.some(({ status }) => moving.includes(status.state)) ? lookSoon : lookEvery,
      );
      setRead(new Date().toISOString());
      return answer;
    },
    [api],
  );
  const { value, error, failingSince, reload } = useAnswer(ask, every);
  return (
    <section aria-labelledby="private-ai-mine">
      <Flex direction="column" gap="4">
        <Flex justify="between" align="center" gap="3" style={{ flexWrap: 'wrap' }}>
          <Text as="h2" variant="title-small" id="private-ai-mine">
            {t('home.heading')}
          </Text>
          {read && (
            <Text variant="body-small" color="secondary">
              {t('home.asOf', { time: time(read) })}
            </Text>
          )}
        </Flex>
        {error && (
          <FailureAlert title={t('home.error')} error={error} stale={value && failingSince}>
            <Button variant="secondary" onPress={reload}>
              {t('again')}
            </Button>
          </FailureAlert>
        )}
        {!value && !error && (
          <Text role="status" color="secondary">
            {t('home.loading')}
          </Text>
        )}
        {value && <Apps value={value} onChanged={reload} />}
      </Flex>
    </section>
  );
}

/** What changes by itself. */
const moving: readonly AppState[] = ['making', 'changing', 'starting', 'retiring'];

function Apps({ value, onChanged }: { value: Answered; onChanged: () => void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { apps, more, outages, problems } = value;
  return (
    <>
      <Outages outages={outages} />
      {problems.map(problem => (
        <Text key={problem} as="p" variant="body-small" color="secondary">
          {problem}
        </Text>
      ))}
      {apps.length === 0 && <Text as="p">{t('home.none')}</Text>}
      {apps.length > 0 && (
        <ul className={styles.cards}>
          {apps.map(app => (
            <AppCard key={app.entityRef} app={app} onChanged={onChanged} />
          ))}
        </ul>
      )}
      {more !== undefined && <Text as="p">{t('home.more', { count: more })}</Text>}
      <Further isEmpty={apps.length === 0} />
    </>
  );
}

/** To make one, or to look for others'. */
function Further({ isEmpty }: { isEmpty: boolean }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const templateLink = useRouteRef(templateRouteRef);
  return (
    <Flex gap="2" style={{ flexWrap: 'wrap' }}>
      {templateLink && (
        <ButtonLink variant={isEmpty ? 'primary' : 'secondary'} href={templateLink(makeTemplate)}>
          {t('home.create')}
        </ButtonLink>
      )}
      <CatalogLink />
    </Flex>
  );
}

function CatalogLink() {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const link = useRouteRef(catalogRouteRef);
  if (!link) return null;
  return (
    <ButtonLink variant="secondary" href={link()}>
      {t('home.catalog')}
    </ButtonLink>
  );
}
