import { BgProvider } from '@backstage/ui';
import type { ComponentType } from 'react';

/**
 * A field as it stands on the scaffolder's form. The design system does not know that paper: without being told of it,
 * an input takes the paper's own colour and shows no edge.
 */
export function onPaper<Props extends object>(Field: ComponentType<Props>) {
  return function FieldOnPaper(props: Props) {
    return (
      <BgProvider bg="neutral-1">
        <Field {...props} />
      </BgProvider>
    );
  };
}
