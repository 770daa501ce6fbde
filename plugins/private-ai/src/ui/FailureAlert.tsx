import { Alert } from '@backstage/ui';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/sentence';

/** The backend's sentence about what did not work, said to a screen reader as soon as it appears. */
export function FailureAlert({
  title,
  error,
  children,
}: {
  title: string;
  error: Error;
  /** What can be done about it. */
  children?: ReactNode;
}) {
  return (
    <div role="alert">
      <Alert
        status="danger"
        icon
        title={title}
        description={sentenceOf(error)}
        customActions={children}
      />
    </div>
  );
}
