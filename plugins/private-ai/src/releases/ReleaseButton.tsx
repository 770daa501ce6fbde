import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Dialog, DialogTrigger } from '@backstage/ui';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { ReleaseDialog } from './ReleaseDialog';

/** Opens the dialog that releases the newest commit or goes back to an earlier image. */
export function ReleaseButton({
  entityRef,
  onStarted,
  isDisabled,
  reasonId,
}: {
  entityRef: string;
  onStarted: () => void;
  isDisabled: boolean;
  /** Id of the sentence that says why it is disabled. */
  reasonId?: string;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button variant="secondary" isDisabled={isDisabled} aria-describedby={reasonId}>
        {t('release.button')}
      </Button>
      <Dialog width="min(560px, calc(100vw - 32px))">
        <ReleaseDialog
          entityRef={entityRef}
          onStarted={() => {
            setOpen(false);
            onStarted();
          }}
          onClose={() => setOpen(false)}
        />
      </Dialog>
    </DialogTrigger>
  );
}
