import { identityApiRef, useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { catalogApiRef, EntityRefLink } from '@backstage/plugin-catalog-react';
import { Text } from '@backstage/ui';
import { ANNOTATION_LANDING_ZONE } from '@private-ai/plugin-private-ai-common';
import { useCallback } from 'react';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FieldFailure, FieldNote } from './FieldNote';

/** Components that are looked through. */
const most = 500;

/** The person's and their teams' applications, each a link to the page where it is changed. */
export function OwnApps() {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const identity = useApi(identityApiRef);
  const catalog = useApi(catalogApiRef);
  const { value, error, reload } = useAnswer(
    useCallback(async () => {
      const { ownershipEntityRefs } = await identity.getBackstageIdentity();
      const { items } = await catalog.queryEntities({
        filter: { kind: 'component', 'relations.ownedBy': ownershipEntityRefs },
        fields: ['kind', 'metadata.name', 'metadata.namespace', 'metadata.annotations'],
        limit: most,
      });
      return items.filter(({ metadata }) => metadata.annotations?.[ANNOTATION_LANDING_ZONE]);
    }, [identity, catalog]),
  );
  if (error) return <FieldFailure error={error} retry={reload} />;
  if (!value) return <FieldNote>{t('fields.loading')}</FieldNote>;
  if (value.length === 0) return <FieldNote>{t('fields.app.none')}</FieldNote>;
  return (
    <nav aria-label={t('fields.app.own')}>
      <Text as="h3" variant="title-x-small">
        {t('fields.app.own')}
      </Text>
      <ul>
        {value.map(entity => (
          <li key={`${entity.metadata.namespace}/${entity.metadata.name}`}>
            <EntityRefLink entityRef={entity} defaultKind="component" hideIcon />
          </li>
        ))}
      </ul>
    </nav>
  );
}
