import { parseEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, DialogBody, DialogFooter, DialogHeader, Flex, Text } from '@backstage/ui';
import type { AppReleases } from '@private-ai/plugin-private-ai-common';
import { useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { privateAiTranslationRef } from '../translations/ref';
import { DialogButton } from '../ui/DialogButton';
import { FailureAlert } from '../ui/FailureAlert';
import { newId } from '../ui/newId';
import { useSending } from '../ui/useSending';
import { wayBack, type WayBack } from './choices';
import { CommitLine } from './CommitLine';
import { useWhen } from './useWhen';

interface Asked {
  entityRef: string;
  commits: AppReleases['commits'];
  onStarted: () => void;
}

/** One press, and a word on what it does, from what failed to the last that ran; nothing where nothing did. */
export function GoBack({ items, ...asked }: Asked & Pick<AppReleases, 'items'>) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const way = wayBack(items);
  if (!way) return null;
  return (
    <DialogButton
      label={t(way.again ? 'release.onceMoreTo' : 'release.goBackTo')}
      isDisabled={false}
    >
      {close => <GoBackDialog {...asked} way={way} onClose={close} />}
    </DialogButton>
  );
}

/** What going back means, or the same once more, and the start of it. */
export function GoBackDialog({
  entityRef,
  commits,
  way: { to, again, cancelled },
  onStarted,
  onClose,
}: Asked & { way: WayBack; onClose: () => void }) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const when = useWhen();
  // A second press after a lost answer finds the release that the first one started.
  const [key] = useState(newId);
  const { pending, failure, send } = useSending();
  const { image, commit } = to;
  const instead = cancelled ? 'release.goBackFromCancelled' : 'release.goBackMeans';
  const means = again ? 'release.onceMoreMeans' : instead;
  const goBack = () =>
    send(
      () => api.startRelease(entityRef, { image, commit }, key),
      () => {
        onClose();
        onStarted();
      },
    );
  return (
    <>
      <DialogHeader>
        {t(again ? 'release.onceMoreTitle' : 'release.goBackTitle', {
          name: parseEntityRef(entityRef).name,
        })}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <Text as="p">{t(means, { date: when(to.releasedAt) })}</Text>
          <CommitLine of={to} commits={commits} />
          {failure && <FailureAlert title={t('release.failed')} error={failure} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('release.close')}
        </Button>
        <Button variant="primary" isPending={pending} onPress={goBack}>
          {t(again ? 'release.tryAgain' : 'release.goBack')}
        </Button>
      </DialogFooter>
    </>
  );
}
