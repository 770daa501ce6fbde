import type { ToolMessage } from '@ag-ui/core';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiLightbulbLine } from '@remixicon/react';
import { memo } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { Disclosure } from './Disclosure';
import { Markdown } from './Markdown';
import { Newest } from './Newest';
import { shown } from './shown';
import { ToolCall } from './ToolCall';
import type { Said } from './turn';

/** What became of an answer's calls. */
export interface Calls {
  /** Results by the call's id. */
  results: ReadonlyMap<string, ToolMessage>;
  /** Ids of those that wait for an approval, which is shown elsewhere. */
  waiting: readonly string[];
  /** Ids of those that the person did not allow. */
  rejected: readonly string[];
}

/** Agent Framework (1.7) makes this call up beside each one that it asks an approval for; nobody answers it. */
const madeUp = 'confirm_changes';

/** One message of an answer: words and calls, or the reasoning that led to them. */
export const AnswerPart = memo(function AnswerPart({
  said,
  calls: { results, waiting, rejected },
  answering,
}: {
  said: Said;
  calls: Calls;
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
  const calls = said.toolCalls?.filter(
    ({ id, function: { name } }) => name !== madeUp && !waiting.includes(id),
  );
  return (
    <>
      {said.content && <Markdown text={said.content} />}
      {calls && (
        <Newest of={calls} most={shown.parts}>
          {call => (
            <ToolCall
              key={call.id}
              call={call}
              result={results.get(call.id)}
              rejected={rejected.includes(call.id)}
              answering={answering}
            />
          )}
        </Newest>
      )}
    </>
  );
});
