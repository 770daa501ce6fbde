import { Flex, Text } from '@backstage/ui';
import { RiLockLine } from '@remixicon/react';
import type { ReactNode } from 'react';

/** In place of what somebody may not see: why, and whom to ask. */
export function NotAllowed({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Flex direction="column" align="start" gap="2">
      <RiLockLine size={32} color="var(--bui-fg-secondary)" aria-hidden />
      <Text as="h2" variant="title-small">
        {title}
      </Text>
      <Text as="p">{children}</Text>
    </Flex>
  );
}
