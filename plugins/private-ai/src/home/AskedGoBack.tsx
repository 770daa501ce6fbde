import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, DialogBody, DialogFooter, DialogHeader, Text } from '@backstage/ui';
import { wayBack } from '../releases/choices';
import { GoBackDialog } from '../releases/GoBack';
import { useReleases } from '../releases/useReleases';
import { privateAiTranslationRef } from '../translations/ref';
import { DialogButton } from '../ui/DialogButton';
import { FailureAlert } from '../ui/FailureAlert';
import { Outages } from '../ui/Outages';

/** Back to the last that ran, where it has yet to be asked which that is. */
export function AskedGoBack({
  entityRef,
  name,
  onStarted,
}: {
  entityRef: string;
  name: string;
  onStarted: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <DialogButton
      label={t('release.goBackTo')}
      aria-label={t('release.goBackTitle', { name })}
      size="small"
      isDisabled={false}
    >
      {close => <Asked entityRef={entityRef} name={name} onStarted={onStarted} onClose={close} />}
    </DialogButton>
  );
}

function Asked({
  entityRef,
  name,
  onStarted,
  onClose,
}: {
  entityRef: string;
  name: string;
  onStarted: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { value, error } = useReleases(entityRef);
  const way = value && wayBack(value.items);
  if (way) {
    return <GoBackDialog way={way} {...value} {...{ entityRef, onStarted, onClose }} />;
  }
  return (
    <>
      <DialogHeader>{t('release.goBackTitle', { name })}</DialogHeader>
      <DialogBody>
        {error && <FailureAlert title={t('release.error')} error={error} />}
        {value && <Outages outages={value.outages} />}
        {!error && !value?.outages.length && (
          <Text role="status" color="secondary">
            {value ? [t('release.nothingRan'), ...value.problems].join(' ') : t('release.checking')}
          </Text>
        )}
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('release.close')}
        </Button>
      </DialogFooter>
    </>
  );
}
