import { CATALOG_FILTER_EXISTS } from '@backstage/catalog-client';
import { identityApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import { ANNOTATION_LANDING_ZONE } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';

/** Links at once; who has more finds the rest in the catalog. */
const most = 60;

/** The person's and their teams' applications, each a link to the page where it is changed. */
export function OwnApps() {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  const { value, error, reload } = useAnswer(
    useCallback(async () => {
      const { ownershipEntityRefs } = await identity.getBackstageIdentity();
      const { items, totalItems } = await catalog.queryEntities({
        filter: {
          kind: 'component',
          [`metadata.annotations.${ANNOTATION_LANDING_ZONE}`]: CATALOG_FILTER_EXISTS,
          'relations.ownedBy': ownershipEntityRefs,
        },
        fields: ['kind', 'metadata.name', 'metadata.namespace'],
        orderFields: { field: 'metadata.name', order: 'asc' },
        limit: most,
      });
      return { apps: items, more: totalItems - items.length };
    }, [identity, catalog]),
  );
  if (error) return <FieldFailure error={error} retry={reload} />;
  if (!value) return <FieldNote>{t('fields.loading')}</FieldNote>;
  const { apps, more } = value;
  if (apps.length === 0) return <FieldNote>{t('fields.app.none')}</FieldNote>;
  return (
    <nav aria-label={t('fields.app.own')}>
      <Text as="h3" variant="title-x-small">
        {t('fields.app.own')}
      </Text>
      <ul>
        {apps.map(entity => (
          <li key={`${entity.metadata.namespace}/${entity.metadata.name}`}>
            <EntityRefLink entityRef={entity} defaultKind="component" hideIcon />
          </li>
        ))}
      </ul>
      {more > 0 && <FieldNote>{t('fields.app.more', { count: more })}</FieldNote>}
    </nav>
  );
}
