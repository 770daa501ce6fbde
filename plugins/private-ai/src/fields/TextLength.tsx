import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldNote } from './FieldNote';

/** How much of a text's length is used, before it is met; what is too much is a problem at once. */
export function TextLength({ text, most }: { text: string; most: number }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const over = text.length - most;
  if (over > 0)
    return (
      <FieldNote problem>
        {t('fields.tooLong', { most: String(most), over: String(over) })}
      </FieldNote>
    );
  return (
    <FieldNote>{t('fields.length', { used: String(text.length), most: String(most) })}</FieldNote>
  );
}
