import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldNote } from './FieldNote';

/** How much of a text's length is used, before it is met; what is too much is a problem at once. */
export function TextLength({
  text,
  most,
  told,
}: {
  text: string;
  most: number;
  /** What the form says of it already. */
  told: readonly string[] | undefined;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const over = text.length - most;
  if (over > 0) {
    const tooLong = t('fields.tooLong', { most: String(most), over: String(over) });
    return told?.includes(tooLong) ? null : <FieldNote problem>{tooLong}</FieldNote>;
  }
  return (
    <FieldNote>{t('fields.length', { used: String(text.length), most: String(most) })}</FieldNote>
  );
}
