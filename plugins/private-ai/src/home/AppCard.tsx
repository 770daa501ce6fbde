import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  ButtonLink,
  Card,
  CardBody,
  CardFooter,
  CardHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import { brings, mayAnswer, type AppState, type MyApp } from '@private-ai/plugin-private-ai-common';
import { CommitLine } from '../releases/CommitLine';
import { ReleaseDialog } from '../releases/ReleaseDialog';
import { privateAiTranslationRef } from '../translations/ref';
import { DialogButton } from '../ui/DialogButton';
import { StatusLabel } from '../ui/StatusLabel';
import { useChatLink } from '../ui/useChatLink';
import { useStatusText } from '../ui/useStatusText';
import { AskedGoBack } from './AskedGoBack';
import { Figures } from './Figures';
import styles from './home.module.css';

/** One application: how it is, which commit runs, what it was asked and cost, whose it is; Chat, Release, and the way back from what failed. */
export function AppCard({ app, onChanged }: { app: MyApp; onChanged: () => void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { sentence, more } = useStatusText()(app.status);
  const chatLink = useChatLink();
  const { entityRef, title, owner, landingZone, status, running, stopped, may } = app;
  const { figures, waiting } = app;
  const { state } = status;
  const name = title ?? parseEntityRef(entityRef).name;
  return (
    <li>
      <Card className={styles.card}>
        <CardHeader>
          <Flex justify="between" align="center" gap="2" style={{ flexWrap: 'wrap' }}>
            <Text as="h3" variant="body-large" weight="bold">
              <EntityRefLink entityRef={entityRef}>{name}</EntityRefLink>
            </Text>
            <StatusLabel state={state} />
          </Flex>
        </CardHeader>
        <CardBody>
          <Flex direction="column" gap="1">
            {running && (
              <div>
                <CommitLine
                  of={running}
                  commits={
                    running.page ? { [running.commit]: { ...running, page: running.page } } : {}
                  }
                />
              </div>
            )}
            {!quiet.includes(state) && (
              <Text as="p" variant="body-small">
                {[sentence, ...more].join(' ')}
              </Text>
            )}
            {waiting !== undefined && (
              <Text as="p" weight="bold">
                <Link href={chatLink(entityRef)}>{t('home.waiting', { count: waiting })}</Link>
              </Text>
            )}
            {figures && <Figures figures={figures} />}
            <Text as="p" variant="body-small" color="secondary">
              {owner && <EntityRefLink entityRef={owner} defaultKind="group" />}
              {owner && ' · '}
              {landingZone}
            </Text>
          </Flex>
        </CardBody>
        <CardFooter>
          <Flex gap="2" style={{ flexWrap: 'wrap' }}>
            {may.chat && mayAnswer(status) && (
              <ButtonLink
                variant="primary"
                size="small"
                href={chatLink(entityRef)}
                aria-label={t('home.chatWith', { name })}
              >
                {t('chat.title')}
              </ButtonLink>
            )}
            {may.release && releasable.includes(state) && (
              <DialogButton
                label={t('release.button')}
                aria-label={t('release.title', { name })}
                size="small"
                isDisabled={false}
              >
                {close => (
                  <ReleaseDialog entityRef={entityRef} onStarted={onChanged} onClose={close} />
                )}
              </DialogButton>
            )}
            {may.release && stopped && brings(stopped) && (
              <AskedGoBack entityRef={entityRef} name={name} onStarted={onChanged} />
            )}
          </Flex>
        </CardFooter>
      </Card>
    </li>
  );
}

/** Of which the label says it all. */
const quiet: readonly AppState[] = ['running', 'adopted', 'retired'];

/** In which a release is what one may want, and is not refused. */
const releasable: readonly AppState[] = ['waiting', 'running', 'idle', 'degraded', 'failed'];
