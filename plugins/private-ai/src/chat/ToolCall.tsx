import type { ToolCall as Call, ToolMessage } from '@ag-ui/core';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  RiCheckLine,
  RiCloseLine,
  RiErrorWarningLine,
  RiForbidLine,
  RiLoader4Line,
} from '@remixicon/react';
import { memo } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { Disclosure } from './Disclosure';
import styles from './disclosure.module.css';
import { LongText } from './LongText';
import { readable } from './readable';
import { cut, shown } from './shown';

const icons = {
  running: <RiLoader4Line size={16} className={styles.turning} aria-hidden />,
  done: <RiCheckLine size={16} aria-hidden />,
  failed: <RiErrorWarningLine size={16} aria-hidden />,
  rejected: <RiForbidLine size={16} aria-hidden />,
  unfinished: <RiCloseLine size={16} aria-hidden />,
};

/** A tool that the agent called: which, with what, and what came back. */
export const ToolCall = memo(function ToolCall({
  call,
  result,
  rejected = false,
  answering,
}: {
  call: Call;
  result?: ToolMessage;
  /** The person did not allow it. */
  rejected?: boolean;
  /** The run that made the call goes on. */
  answering: boolean;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const state = rejected ? 'rejected' : stateOf(result, answering);
  return (
    <Disclosure
      icon={icons[state]}
      title={<code>{cut(call.function.name, shown.name)}</code>}
      state={t(`chat.tool.${state}`)}
    >
      <Part name={t('chat.tool.arguments')} text={readable(call.function.arguments)} />
      {result && <Part name={t('chat.tool.result')} text={readable(contentOf(result))} />}
      {result?.error && <Part name={t('chat.tool.error')} text={result.error} />}
    </Disclosure>
  );
});

function Part({ name, text }: { name: string; text: string }) {
  return (
    <>
      <h4>{name}</h4>
      <LongText text={text} />
    </>
  );
}

function stateOf(result: ToolMessage | undefined, answering: boolean): keyof typeof icons {
  if (result) return result.error ? 'failed' : 'done';
  return answering ? 'running' : 'unfinished';
}

function contentOf({ content }: ToolMessage): string {
  return typeof content === 'string' ? content : JSON.stringify(content);
}
