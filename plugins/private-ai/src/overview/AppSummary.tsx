import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Alert, Flex } from '@backstage/ui';
import {
  brings,
  isUnderWay,
  privateAiAppUpdatePermission,
  privateAiChatUsePermission,
  type AppOverview,
  type AppState,
  type Operation,
} from '@private-ai/plugin-private-ai-common';
import { useEffect, useState } from 'react';
import { usePreview } from '../api/usePreview';
import { privateAiTranslationRef } from '../translations/ref';
import { AppActions } from './AppActions';
import { AppFacts } from './AppFacts';
import { AppLinks } from './AppLinks';
import { Outages } from '../ui/Outages';
import { StatusNotice } from '../ui/StatusNotice';
import { HandOver } from './HandOver';
import { OperationPanel } from '../operations/OperationPanel';
import { GoBack } from '../releases/GoBack';
import { PreviewStanding } from '../releases/PreviewStanding';
import { ReleaseHistory } from '../releases/ReleaseHistory';
import { useReleases } from '../releases/useReleases';
import { RepairButton } from './RepairButton';
import { ResourceTable } from './ResourceTable';
import { RetiredApp } from './RetiredApp';

/**
 * The answered card: facts, what can be done, the operation under way, resources and links; or that it is retired. Of what
 * was there before the portal nothing can be done.
 */
export function AppSummary({
  overview,
  onChanged,
  onGone,
}: {
  overview: AppOverview;
  /** An operation was started, resumed, cancelled or came to its end. */
  onChanged: () => void;
  /** It was taken out of the catalog. */
  onGone: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const mayChange = useEntityPermission(privateAiAppUpdatePermission).allowed;
  const { status, operation, outages, resources, links } = overview;
  const isReleased = !overview.adopted && !overview.moved && !overview.retirement;
  const mayChat = useEntityPermission(privateAiChatUsePermission).allowed;
  const asked = isReleased ? overview.entityRef : undefined;
  const releases = useReleases(asked);
  const preview = usePreview(asked);
  useReloading(overview, releases.reload, preview.reload);
  if (overview.retirement) return <RetiredApp operation={overview.retirement} onGone={onGone} />;
  return (
    <Flex direction="column" gap="4">
      <AppFacts overview={overview} releases={releases.value} />
      {!plain.includes(status.state) && (
        <StatusNotice status={status} mayChange={mayChange} here>
          {status.remedy === 'repair' && mayChange && (
            <RepairButton request={overview.request} onStarted={onChanged} />
          )}
        </StatusNotice>
      )}
      {overview.adopted && <Alert status="info" icon title={t('change.adopted')} />}
      {overview.moved && (
        <HandOver
          {...overview}
          moved={overview.moved}
          isDisabled={isUnderWay(operation)}
          onStarted={onChanged}
        />
      )}
      {operation && !overview.adopted && (
        <OperationPanel key={operation.id} operation={operation} onChanged={onChanged}>
          {releases.value && mayChange && isStopped(operation) && brings(operation.kind) && (
            <GoBack entityRef={overview.entityRef} {...releases.value} onStarted={onChanged} />
          )}
        </OperationPanel>
      )}
      {preview.value?.preview && (
        <PreviewStanding
          {...{ entityRef: overview.entityRef, landingZone: overview.landingZone.name }}
          {...{ preview: preview.value.preview, mayChange, mayChat }}
          busy={isUnderWay(operation)}
          onChanged={onChanged}
        />
      )}
      {!overview.adopted && !overview.moved && (
        <AppActions overview={overview} onChanged={onChanged} />
      )}
      <Outages outages={outages} />
      {isReleased && <ReleaseHistory answer={releases} />}
      <ResourceTable resources={resources} />
      <AppLinks links={links} />
    </Flex>
  );
}

/** Asks again for what stands below when what stands above has changed. */
function useReloading({ operation, status }: AppOverview, ...reloads: (() => void)[]) {
  const seen = `${operation?.id} ${operation?.state} ${status.state}`;
  const [before, setBefore] = useState(seen);
  useEffect(() => {
    if (before === seen) return;
    setBefore(seen);
    for (const reload of reloads) reload();
    // Each stays the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [before, seen, ...reloads]);
}

const isStopped = ({ state }: Operation) => state === 'failed' || state === 'cancelled';

/** What the label and the rows say already, or what is said by what stands below. */
const plain: readonly AppState[] = ['running', 'adopted', 'moved'];
