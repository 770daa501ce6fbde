import { Progress } from '@backstage/core-components';
import { lazy, Suspense } from 'react';

// Whoever imports the plugin does not load it before it is shown.
const Loaded = lazy(() => import('./MyApps').then(({ MyApps }) => ({ default: MyApps })));

/** *My AI apps* for a home page of the portal's own. */
export function MyAppsCard() {
  return (
    <Suspense fallback={<Progress />}>
      <Loaded />
    </Suspense>
  );
}
