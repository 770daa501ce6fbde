import { parseEntityRef } from '@backstage/catalog-model';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Alert, Button, DialogBody, DialogFooter, DialogHeader, Flex, Text } from '@backstage/ui';
import type { AppOverview } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { DialogButton } from '../ui/DialogButton';
import { useStarting } from './useStarting';

type Moved = NonNullable<AppOverview['moved']>;
type Asked = Pick<AppOverview, 'entityRef' | 'landingZone'> & { moved: Moved };

/** Says that the name is another's now, and lets who may hand the application over. */
export function HandOver({
  isDisabled,
  ...asked
}: Asked & { isDisabled: boolean; onStarted(): void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <Alert
      status="warning"
      icon
      title={t('handOver.moved')}
      description={
        <Flex direction="column" gap="2">
          <Differences moved={asked.moved} />
          <Text as="p">{t('handOver.explained')}</Text>
        </Flex>
      }
      customActions={
        <DialogButton label={t('handOver.button')} variant="tertiary" isDisabled={isDisabled}>
          {close => <HandOverDialog {...asked} onClose={close} />}
        </DialogButton>
      }
    />
  );
}

function HandOverDialog({
  entityRef,
  landingZone,
  moved,
  onStarted,
  onClose,
}: Asked & { onStarted(): void; onClose(): void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const input = { entityRef, landingZone: landingZone.name };
  const { pending, failure, start } = useStarting({ kind: 'hand-over', input }, () => {
    onClose();
    onStarted();
  });
  return (
    <>
      <DialogHeader>{t('handOver.title', { name: parseEntityRef(entityRef).name })}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Differences moved={moved} />
          <Text as="p">{t('handOver.warning')}</Text>
          {failure && <FailureAlert title={t('handOver.failed')} error={failure} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('handOver.keep')}
        </Button>
        <Button variant="primary" isPending={pending} onPress={start}>
          {t('handOver.start')}
        </Button>
      </DialogFooter>
    </>
  );
}

/** What is not as it was, as pairs of a name and how it changed. */
function Differences({ moved: { from, to } }: { moved: Moved }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const different = (['owner', 'origin'] as const).filter(
    which => from[which] && to[which] && from[which] !== to[which],
  );
  return (
    <dl style={{ margin: 0, overflowWrap: 'anywhere' }}>
      {different.map(which => (
        <div key={which}>
          <dt>{t(`handOver.${which}`)}</dt>
          <dd style={{ margin: 0 }}>
            {which === 'owner' ? (
              <>
                <EntityRefLink entityRef={from.owner!} defaultKind="group" /> →{' '}
                <EntityRefLink entityRef={to.owner!} defaultKind="group" />
              </>
            ) : (
              t('handOver.change', { from: from.origin ?? '', to: to.origin ?? '' })
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
