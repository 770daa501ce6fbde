import { Alert, Text } from '@backstage/ui';
import type { AppState, AppStatus } from '@private-ai/plugin-private-ai-common';
import type { ReactNode } from 'react';
import { useStatusText } from './useStatusText';

const alerts: Partial<Record<AppState, 'info' | 'warning' | 'danger'>> = {
  degraded: 'warning',
  moved: 'warning',
  unreachable: 'warning',
  failed: 'danger',
};

/** Why an application is not simply running, since when, and what to do: the same on every page. */
export function StatusNotice({
  status,
  mayChange,
  here,
  children,
}: {
  status: AppStatus;
  mayChange?: boolean;
  /** It stands on the application's overview, where the buttons are. */
  here?: boolean;
  /** Buttons. */
  children?: ReactNode;
}) {
  const { sentence, more } = useStatusText()(status, { mayChange, here });
  return (
    <Alert
      status={alerts[status.state] ?? 'info'}
      icon
      title={sentence}
      description={more.length > 0 && <Text as="p">{more.join(' ')}</Text>}
      customActions={children}
    />
  );
}
