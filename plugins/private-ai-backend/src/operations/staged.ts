import type {
  Operation,
  OperationInputs,
  OperationKind,
} from '@private-ai/plugin-private-ai-common';
import type { WorkContext } from './work';

/** An operation as one of its stages sees it, which is a kind of its own: the same log, lease and checkpoints. */
export function staged<K extends OperationKind>(
  context: WorkContext,
  kind: K,
  input: OperationInputs[K],
): WorkContext<K> {
  const operation = { ...context.operation, kind, input, outputs: undefined } as Operation;
  return { ...context, operation: operation as Operation<K> };
}
