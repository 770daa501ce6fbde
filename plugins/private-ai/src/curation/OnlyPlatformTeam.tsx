import { usePermission } from '@backstage/plugin-permission-react';
import { privateAiCurationReadPermission } from '@private-ai/plugin-private-ai-common';
import type { ReactNode } from 'react';

/** Hides what leads to the platform page, such as an app's navigation item, from those who may not read it. */
export function OnlyPlatformTeam({ children }: { children: ReactNode }) {
  const { allowed } = usePermission({ permission: privateAiCurationReadPermission });
  return allowed ? <>{children}</> : null;
}
