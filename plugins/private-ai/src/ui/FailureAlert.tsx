import { Alert } from '@backstage/ui';
import type { ReactNode } from 'react';
import { outageOf } from '../api/outage';
import { sentenceOf } from '../api/sentence';
import { Outages } from './Outages';

/**
 * The backend's sentence about what did not work, said to a screen reader as soon as it appears; where a system is away, the same as
 * everywhere else.
 */
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
  const outage = outageOf(error);
  if (outage) {
    return (
      <div role="alert">
        <Outages outages={[outage]} />
        {children}
      </div>
    );
  }
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
