import { parseEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextField,
} from '@backstage/ui';
import type { AppOverview } from '@private-ai/plugin-private-ai-common';
import { useCallback, useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { useAnswer } from '../api/useAnswer';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { atFirst, chosenOf, RetirementChoices } from './RetirementChoices';
import { RetirementList, Staying } from './RetirementList';
import { useStarting } from './useStarting';

/** What would be removed and what stays; starts it once the name is typed. */
export function RetireDialog({
  overview: { entityRef, landingZone },
  onStarted,
  onClose,
}: {
  overview: Pick<AppOverview, 'entityRef' | 'landingZone'>;
  onStarted: () => void;
  onClose: () => void;
}) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { name } = parseEntityRef(entityRef);
  const ask = useCallback(
    (signal: AbortSignal) => api.retirement(entityRef, signal),
    [api, entityRef],
  );
  const { value: plan, error, reload } = useAnswer(ask);
  const [typed, setTyped] = useState('');
  const [wished, setWished] = useState(atFirst);
  const chosen = plan ? chosenOf(plan.after, wished) : {};
  const input = { entityRef, landingZone: landingZone.name, ...chosen };
  const { pending, failure, start } = useStarting({ kind: 'retire', input }, () => {
    onClose();
    onStarted();
  });
  return (
    <>
      <DialogHeader>{t('retire.title', { name })}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {error && (
            <FailureAlert title={t('retire.error')} error={error}>
              <Button variant="secondary" onPress={reload}>
                {t('again')}
              </Button>
            </FailureAlert>
          )}
          {!plan && !error && (
            <Text role="status" color="secondary">
              {t('retire.checking')}
            </Text>
          )}
          {plan && (
            <>
              <RetirementList plan={plan} />
              <RetirementChoices after={plan.after} wished={wished} onChange={setWished} />
              <Staying stays={plan.stays} />
              <TextField
                label={t('retire.confirm', { name })}
                value={typed}
                onChange={setTyped}
                autoComplete="off"
                spellCheck="false"
              />
            </>
          )}
          {failure && <FailureAlert title={t('retire.failed')} error={failure} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('retire.keep')}
        </Button>
        <Button
          variant="primary"
          destructive
          isDisabled={!plan || typed.trim() !== name}
          isPending={pending}
          onPress={start}
        >
          {t('retire.start')}
        </Button>
      </DialogFooter>
    </>
  );
}
