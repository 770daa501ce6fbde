import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Container, Flex, Link, Text } from '@backstage/ui';
import { portalTranslationRef } from '../language/texts';

/** An address that leads nowhere. */
export function NotFound() {
  const { t } = useTranslationRef(portalTranslationRef);
  return (
    <Container py="6">
      <Flex direction="column" gap="3">
        <Text as="h1" variant="title-medium">
          {t('notFound.title')}
        </Text>
        <Text as="p">{t('notFound.text')}</Text>
        <Link href="/">{t('notFound.back')}</Link>
      </Flex>
    </Container>
  );
}
