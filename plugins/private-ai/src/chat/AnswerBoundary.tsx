import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert } from '@backstage/ui';
import { Component, type ReactNode } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { CopyButton } from './CopyButton';
import { LongText } from './LongText';

interface Props {
  /** What is shown instead: the agent's own words. */
  written: () => string;
  children: ReactNode;
}

/** A part of an answer that cannot be shown costs that part alone, and not the page; its words are there all the same. */
export class AnswerBoundary extends Component<Props, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    const { written, children } = this.props;
    return this.state.failed ? <AsWritten text={written()} /> : children;
  }
}

function AsWritten({ text }: { text: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <div>
      <Alert
        status="warning"
        icon
        description={t('chat.unshown')}
        customActions={<CopyButton what="answer" text={() => text} />}
      />
      <LongText text={text} />
    </div>
  );
}
