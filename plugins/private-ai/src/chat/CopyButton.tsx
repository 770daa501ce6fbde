import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';

/** Milliseconds that the button says so. */
const saidFor = 2_000;

/** Copies a text; not there where the browser gives no clipboard (a portal without TLS). */
export function CopyButton({ what, text }: { what: 'code' | 'answer'; text: () => string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), saidFor);
    return () => clearTimeout(timer);
  }, [copied]);
  if (!navigator.clipboard) return null;
  return (
    <ButtonIcon
      size="small"
      variant="tertiary"
      icon={copied ? <RiCheckLine aria-hidden /> : <RiFileCopyLine aria-hidden />}
      aria-label={copied ? t('chat.copied') : t(`chat.copy.${what}`)}
      onPress={() =>
        navigator.clipboard.writeText(text()).then(
          () => setCopied(true),
          // The person said no to the browser's question; the text can still be selected.
          () => setCopied(false),
        )
      }
    />
  );
}
