import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import type { AppRequest } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { FailureAlert } from '../ui/FailureAlert';
import { useStarting } from './useStarting';

/** Provisions what was last asked for once more: what is there is left as it is. */
export function RepairButton({
  request,
  onStarted,
}: {
  /** Undefined where the portal's database does not know it: then only a provisioning by hand helps. */
  request?: AppRequest;
  onStarted: () => void;
}) {
  return request ? <Repair app={request} onStarted={onStarted} /> : null;
}

function Repair({ app, onStarted }: { app: AppRequest; onStarted: () => void }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { pending, failure, start } = useStarting({ kind: 'provision', input: { app } }, onStarted);
  return (
    <Flex direction="column" gap="2" align="end">
      <Button variant="secondary" isPending={pending} onPress={start}>
        {t('status.repair')}
      </Button>
      {failure && <FailureAlert title={t('status.repairFailed')} error={failure} />}
    </Flex>
  );
}
