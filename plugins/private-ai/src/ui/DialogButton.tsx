import { Button, Dialog, DialogTrigger, type ButtonProps } from '@backstage/ui';
import { useState, type ReactNode } from 'react';

/** A button that opens a dialog. */
export function DialogButton({
  label,
  variant = 'secondary',
  isDisabled,
  reasonId,
  children,
  ...rest
}: Pick<ButtonProps, 'size' | 'aria-label'> & {
  label: string;
  /** How loud it is; `tertiary` for what is rarely done. */
  variant?: 'primary' | 'secondary' | 'tertiary';
  isDisabled: boolean;
  /** Id of the sentence that says why it is disabled. */
  reasonId?: string;
  /** The dialog's content, made when it opens. */
  children: (close: () => void) => ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button {...rest} variant={variant} isDisabled={isDisabled} aria-describedby={reasonId}>
        {label}
      </Button>
      <Dialog width="min(560px, calc(100vw - 32px))">{children(() => setOpen(false))}</Dialog>
    </DialogTrigger>
  );
}
