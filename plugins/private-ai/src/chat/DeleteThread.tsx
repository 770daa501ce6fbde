import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  ButtonIcon,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  DialogTrigger,
  Flex,
  Text,
} from '@backstage/ui';
import { RiDeleteBinLine } from '@remixicon/react';
import { useEffect, useRef, useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { useSending } from '../ui/useSending';

interface Deletion {
  /** The conversation's. */
  title?: string;
  onDelete: () => Promise<void>;
  /** It is deleted, and the dialog is gone: until then the focus is kept within. */
  onDeleted: () => void;
}

/** Deletes a conversation, once the person has said so twice. */
export function DeleteThread(deletion: Deletion) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <ButtonIcon
        variant="secondary"
        icon={<RiDeleteBinLine aria-hidden />}
        aria-label={t('chat.delete.button')}
      />
      <Dialog width="min(480px, calc(100vw - 32px))">
        <Question {...deletion} onClose={() => setOpen(false)} />
      </Dialog>
    </DialogTrigger>
  );
}

function Question({ title, onDelete, onDeleted, onClose }: Deletion & { onClose: () => void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { pending, failure, send } = useSending();
  const deleted = useRef(false);
  const then = useRef(onDeleted);
  useEffect(() => {
    then.current = onDeleted;
  });
  useEffect(
    () => () => {
      if (deleted.current) then.current();
    },
    [],
  );
  const start = () =>
    send(onDelete, () => {
      deleted.current = true;
      onClose();
    });
  return (
    <>
      <DialogHeader>{t('chat.delete.title')}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {title && (
            <Text as="p" weight="bold">
              {title}
            </Text>
          )}
          <Text as="p">{t('chat.delete.what')}</Text>
          {failure && <FailureAlert title={t('chat.delete.failed')} error={failure} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('chat.delete.keep')}
        </Button>
        <Button variant="primary" destructive isPending={pending} onPress={start}>
          {t('chat.delete.start')}
        </Button>
      </DialogFooter>
    </>
  );
}
