import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, DialogBody, DialogFooter, DialogHeader, Flex, Text } from '@backstage/ui';
import type { Preview } from '@private-ai/plugin-private-ai-common';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { DialogButton } from '../ui/DialogButton';
import { FailureAlert } from '../ui/FailureAlert';
import { newId } from '../ui/newId';
import { usePreviewName } from '../ui/usePreviewName';
import { useSending } from '../ui/useSending';

interface Asked {
  /** To release what is shown, or to have it taken away. */
  what: 'promote' | 'end';
  preview: Preview;
  start: (key: string) => Promise<unknown>;
  onStarted: () => void;
}

/** A button, what pressing it means, and the start of it. */
export function PreviewDecision({ isDisabled, ...asked }: Asked & { isDisabled: boolean }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { what } = asked;
  return (
    <DialogButton
      label={t(`preview.${what}`)}
      size="small"
      variant={what === 'promote' ? 'primary' : 'secondary'}
      isDisabled={isDisabled}
    >
      {close => <DecisionDialog {...asked} onClose={close} />}
    </DialogButton>
  );
}

function DecisionDialog({ what, preview, start, onStarted, onClose }: Asked & { onClose(): void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const nameOf = usePreviewName();
  // A second press after a lost answer finds what the first one started.
  const [key] = useState(newId);
  const { pending, failure, send } = useSending();
  const decide = () =>
    send(
      () => start(key),
      () => {
        onClose();
        onStarted();
      },
    );
  return (
    <>
      <DialogHeader>{t(`preview.${what}Title`)}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Text as="p" weight="bold">
            {nameOf(preview)}
          </Text>
          <Text as="p">{t(`preview.${what}Means`)}</Text>
          {failure && <FailureAlert title={t(`preview.${what}Failed`)} error={failure} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('preview.keep')}
        </Button>
        <Button variant="primary" isPending={pending} onPress={decide}>
          {t(`preview.${what}Start`)}
        </Button>
      </DialogFooter>
    </>
  );
}
