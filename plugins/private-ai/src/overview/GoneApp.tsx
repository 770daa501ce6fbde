import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, ButtonLink, Flex } from '@backstage/ui';
import { catalogRouteRef } from '../routes';
import { privateAiTranslationRef } from '../translations/ref';

/** Instead of a page that is not found, for who watched the application leave the catalog. */
export function GoneApp({ entityRef }: { entityRef: string }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const catalogLink = useRouteRef(catalogRouteRef);
  const { name } = parseEntityRef(entityRef);
  return (
    <Flex direction="column" gap="4">
      <Alert
        status="success"
        icon
        title={t('retire.goneTitle', { name })}
        description={t('retire.gone')}
      />
      {catalogLink && (
        <Flex>
          <ButtonLink variant="secondary" href={catalogLink()}>
            {t('retire.toCatalog')}
          </ButtonLink>
        </Flex>
      )}
    </Flex>
  );
}
