import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Dialog, DialogTrigger } from '@backstage/ui';
import type { AppOverview } from '@private-ai/plugin-private-ai-common';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { RetireDialog } from './RetireDialog';

/** Opens the dialog that shows what would be removed, and starts it. */
export function RetireButton({
  overview,
  onStarted,
  isDisabled,
  reasonId,
}: {
  overview: AppOverview;
  onStarted: () => void;
  isDisabled: boolean;
  /** Id of the sentence that says why it is disabled. */
  reasonId?: string;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button variant="secondary" destructive isDisabled={isDisabled} aria-describedby={reasonId}>
        {t('retire.button')}
      </Button>
      <Dialog width="min(560px, calc(100vw - 32px))">
        <RetireDialog
          overview={overview}
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
