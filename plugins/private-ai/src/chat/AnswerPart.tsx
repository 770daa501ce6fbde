import type { ToolMessage } from '@ag-ui/core';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiLightbulbLine } from '@remixicon/react';
import { memo } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { Disclosure } from './Disclosure';
import { Markdown } from './Markdown';
import { ToolCall } from './ToolCall';
import type { Said } from './turn';

/** One message of an answer: words and calls, or the reasoning that led to them. */
export const AnswerPart = memo(function AnswerPart({
  said,
  results,
  answering,
}: {
  said: Said;
  results: ReadonlyMap<string, ToolMessage>;
  answering: boolean;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  if (said.role === 'reasoning') {
    return (
      <Disclosure icon={<RiLightbulbLine size={16} aria-hidden />} title={t('chat.reasoning')}>
        <Markdown text={said.content} />
      </Disclosure>
    );
  }
  return (
    <>
      {said.content && <Markdown text={said.content} />}
      {said.toolCalls?.map(call => (
        <ToolCall key={call.id} call={call} result={results.get(call.id)} answering={answering} />
      ))}
    </>
  );
});
