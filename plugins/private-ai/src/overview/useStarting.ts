import { useApi } from '@backstage/frontend-plugin-api';
import type { OperationStart } from '@private-ai/plugin-private-ai-common';
import { useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { newId } from '../ui/newId';
import { useSending } from '../ui/useSending';

/** Starts an operation from a dialog: a second press after a lost answer finds the one that the first had started. */
export function useStarting(operation: OperationStart, onStarted: () => void) {
  const api = useApi(privateAiApiRef);
  const [key] = useState(newId);
  const { pending, failure, send } = useSending();
  const start = () => send(() => api.startOperation(operation, key), onStarted);
  return { pending, failure, start };
}
