import { Flex, Text } from '@backstage/ui';
import type { RemixiconComponentType } from '@remixicon/react';

/** A state as shape, colour and word. */
export function IconLabel({
  look: [Icon, color],
  children,
}: {
  look: readonly [RemixiconComponentType, string];
  children: string;
}) {
  return (
    <Flex gap="1" align="center" style={{ whiteSpace: 'nowrap' }}>
      <Icon size={16} color={color} aria-hidden style={{ flexShrink: 0 }} />
      <Text as="span" variant="body-medium">
        {children}
      </Text>
    </Flex>
  );
}
