import { Button, Flex, Text } from '@backstage/ui';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { RiErrorWarningLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { sentenceOf } from '../api/sentence';
import { privateAiTranslationRef } from '../translations/ref';

/** A line under a field. A problem is announced to screen readers and carries an icon beside its colour. */
export function FieldNote({ problem, children }: { problem?: boolean; children: ReactNode }) {
  return (
    <div role={problem ? 'alert' : 'status'}>
      <Flex gap="1" align="center" mt="1">
        {problem && <RiErrorWarningLine size={16} color="var(--bui-fg-danger)" aria-hidden />}
        <Text variant="body-small" color={problem ? 'danger' : 'secondary'}>
          {children}
        </Text>
      </Flex>
    </div>
  );
}

/** A field whose choices could not be read. */
export function FieldFailure({ error, retry }: { error: Error; retry: () => void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <Flex direction="column" gap="2" align="start">
      <FieldNote problem>{sentenceOf(error)}</FieldNote>
      <Button variant="secondary" onPress={retry}>
        {t('again')}
      </Button>
    </Flex>
  );
}
