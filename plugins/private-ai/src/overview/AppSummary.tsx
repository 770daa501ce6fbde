import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Link, Text } from '@backstage/ui';
import type { AppOverview } from '@private-ai/plugin-private-ai-common';
import type { ReactNode } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import { AppActions } from './AppActions';
import { HealthLabel } from '../ui/HealthLabel';
import { HandOver } from './HandOver';
import { isUnfinished } from '../operations/isUnfinished';
import { OperationPanel } from '../operations/OperationPanel';
import styles from './overview.module.css';
import { ResourceTable } from './ResourceTable';
import { RetiredApp } from './RetiredApp';
import { useRetirement } from './useRetirement';

/**
 * The answered card: facts, what can be done, the operation under way, resources and links; or that it is retired. Of what
 * was there before the portal nothing can be done.
 */
export function AppSummary({
  overview,
  onChanged,
}: {
  overview: AppOverview;
  /** An operation was started, resumed, cancelled or came to its end. */
  onChanged: () => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { retired, loading } = useRetirement(overview);
  const { landingZone, namespace, health, operation, problems, resources, links } = overview;
  if (retired && !overview.adopted) return <RetiredApp operation={retired} />;
  return (
    <Flex direction="column" gap="4">
      <dl className={styles.facts}>
        <Fact name={t('overview.health')}>
          <HealthLabel health={health} />
        </Fact>
        <Fact name={t('overview.landingZone')}>{landingZone.title}</Fact>
        <Fact name={t('overview.namespace')}>{namespace}</Fact>
        {overview.model && (
          <Fact name={t('overview.model')}>{<Model model={overview.model} />}</Fact>
        )}
      </dl>
      {overview.adopted && <Alert status="info" icon title={t('change.adopted')} />}
      {overview.moved && (
        <HandOver
          {...overview}
          moved={overview.moved}
          isDisabled={Boolean(operation && isUnfinished(operation))}
          onStarted={onChanged}
        />
      )}
      {!overview.adopted && !overview.moved && !loading && (
        <AppActions overview={overview} onChanged={onChanged} />
      )}
      {operation && !overview.adopted && (
        <OperationPanel key={operation.id} operation={operation} onChanged={onChanged} />
      )}
      {problems.length > 0 && (
        <Alert
          status="warning"
          icon
          title={t('overview.problems')}
          description={problems.map(problem => (
            <Text as="p" key={problem}>
              {problem}
            </Text>
          ))}
        />
      )}
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
