import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityPermission } from '@backstage/plugin-catalog-react/alpha';
import { Alert, Flex, Link } from '@backstage/ui';
import {
  isUnderWay,
  privateAiAppUpdatePermission,
  type AppOverview,
  type AppState,
  type Operation,
} from '@private-ai/plugin-private-ai-common';
import { useEffect, useState, type ReactNode } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { AppActions } from './AppActions';
import { Outages } from '../ui/Outages';
import { StatusLabel } from '../ui/StatusLabel';
import { StatusNotice } from '../ui/StatusNotice';
import { HandOver } from './HandOver';
import { OperationPanel } from '../operations/OperationPanel';
import { GoBack } from '../releases/GoBack';
import { ReleaseHistory } from '../releases/ReleaseHistory';
import { useReleases } from '../releases/useReleases';
import styles from './overview.module.css';
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
  const { landingZone, namespace, status, operation, outages, resources, links } = overview;
  const isReleased = !overview.adopted && !overview.moved && !overview.retirement;
  const releases = useReleasesOf(overview, isReleased);
  if (overview.retirement) return <RetiredApp operation={overview.retirement} onGone={onGone} />;
  return (
    <Flex direction="column" gap="4">
      <dl className={styles.facts}>
        <Fact name={t('status.title')}>
          <StatusLabel state={status.state} />
        </Fact>
        <Fact name={t('overview.landingZone')}>{landingZone.title}</Fact>
        <Fact name={t('overview.namespace')}>{namespace}</Fact>
        {overview.model && (
          <Fact name={t('overview.model')}>{<Model model={overview.model} />}</Fact>
        )}
      </dl>
      {!plain.includes(status.state) && (
        <StatusNotice status={status} mayChange={mayChange}>
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
      {!overview.adopted && !overview.moved && (
        <AppActions overview={overview} onChanged={onChanged} />
      )}
      {operation && !overview.adopted && (
        <OperationPanel key={operation.id} operation={operation} onChanged={onChanged}>
          {releases.value && mayChange && stoppedBringing(operation) && (
            <GoBack entityRef={overview.entityRef} {...releases.value} onStarted={onChanged} />
          )}
        </OperationPanel>
      )}
      <Outages outages={outages} />
      {isReleased && <ReleaseHistory answer={releases} />}
      <ResourceTable resources={resources} />
      {links.length > 0 && (
        <Flex gap="4" style={{ flexWrap: 'wrap' }}>
          {links.map(({ title, url }) => (
            <Link
              key={url}
              href={url}
              {...(/^https?:/.test(url) && { target: '_blank', rel: 'noopener' })}
            >
              {title}
            </Link>
          ))}
        </Flex>
      )}
    </Flex>
  );
}

/** Asks again when what stands above has changed. */
function useReleasesOf({ entityRef, operation, status }: AppOverview, isReleased: boolean) {
  const answer = useReleases(isReleased ? entityRef : undefined);
  const { reload } = answer;
  const seen = `${operation?.id} ${operation?.state} ${status.state}`;
  const [before, setBefore] = useState(seen);
  useEffect(() => {
    if (before === seen) return;
    setBefore(seen);
    reload();
  }, [before, seen, reload]);
  return answer;
}

/** It was to bring a release, and did not. */
const stoppedBringing = ({ kind, state }: Operation): boolean =>
  ['make', 'deploy', 'release'].includes(kind) && ['failed', 'cancelled'].includes(state);

/** What the label and the rows say already, or what is said by what stands below. */
const plain: readonly AppState[] = ['running', 'adopted', 'moved'];

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Model({ model }: { model: NonNullable<AppOverview['model']> }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const name = [model.name ?? model.deployment, model.version && `(${model.version})`, model.sku]
    .filter(Boolean)
    .join(' ');
  if (model.capacity === undefined) return <>{name}</>;
  return <>{t('overview.modelCapacity', { model: name, capacity: String(model.capacity) })}</>;
}
