import { appLanguageApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { OperationLogLine } from '@private-ai/plugin-private-ai-common';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './operation.module.css';
import { keptLines } from './useOperationLog';

/** The newest line, and the whole log behind it, to read and to copy. */
export function OperationLog({
  lines,
  said,
}: {
  lines: OperationLogLine[];
  /** What stands above the log already; a newest line that says the same is left out. */
  said?: string;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { language } = useApi(appLanguageApiRef).getLanguage();
  const [open, setOpen] = useState(false);
  const latest = lines.at(-1);
  if (!latest) return null;
  const count = String(lines.length);
  return (
    <>
      <div role="status" aria-label={t('operation.latest')}>
        {latest.message !== said && (
          <Text variant="body-small" color="secondary" className={styles.line}>
            <time dateTime={latest.time}>{new Date(latest.time).toLocaleTimeString(language)}</time>{' '}
            {latest.message}
          </Text>
        )}
      </div>
      <details
        className={styles.log}
        open={open}
        onToggle={event => setOpen(event.currentTarget.open)}
      >
        <summary>
          {t(lines.length < keptLines ? 'operation.log' : 'operation.logCut', { lines: count })}
        </summary>
        {open && (
          <Flex direction="column" gap="2" align="start">
            {/* eslint-disable jsx-a11y/no-noninteractive-tabindex -- it scrolls, by keyboard too */}
            <ol
              className={styles.lines}
              tabIndex={0}
              aria-label={t('operation.log', { lines: count })}
            >
              {/* eslint-enable jsx-a11y/no-noninteractive-tabindex */}
              {lines.map(({ seq, time, level, message }) => (
                <li key={seq} data-level={level}>
                  <time dateTime={time}>{new Date(time).toLocaleTimeString(language)}</time>{' '}
                  {level !== 'info' && `[${level}] `}
                  {message}
                </li>
              ))}
            </ol>
            <CopyLog lines={lines} />
          </Flex>
        )}
      </details>
    </>
  );
}

/** Not there where the browser gives no clipboard (a portal without TLS). */
function CopyLog({ lines }: { lines: OperationLogLine[] }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [copied, setCopied] = useState<OperationLogLine>();
  if (!navigator.clipboard) return null;
  const text = () =>
    lines.map(({ time, level, message }) => `${time} ${level} ${message}\n`).join('');
  const done = copied === lines.at(-1);
  return (
    <Button
      variant="tertiary"
      size="small"
      iconStart={done ? <RiCheckLine aria-hidden /> : <RiFileCopyLine aria-hidden />}
      onPress={() =>
        navigator.clipboard.writeText(text()).then(
          () => setCopied(lines.at(-1)),
          // The person said no to the browser's question; the text can still be selected.
          () => setCopied(undefined),
        )
      }
    >
      {t(done ? 'operation.copied' : 'operation.copyLog')}
    </Button>
  );
}
