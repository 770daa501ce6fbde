import { parseEntityRef } from '@backstage/catalog-model';
import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Alert,
  Button,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Link,
  Text,
} from '@backstage/ui';
import { useState } from 'react';
import { privateAiApiRef } from '../api/PrivateAiApi';
import { usePreview } from '../api/usePreview';
import { newId } from '../ui/newId';
import { FailureAlert } from '../ui/FailureAlert';
import { Outages } from '../ui/Outages';
import { useSending } from '../ui/useSending';
import { privateAiTranslationRef } from '../translations/ref';
import { choicesOf, isTriedInVain, likelyOf, type Choice } from './choices';
import { ReleaseChoices } from './ReleaseChoices';
import { RunningRelease } from './RunningRelease';
import { useReleases } from './useReleases';

/** What runs, what may be released in its place, and the start of it. */
export function ReleaseDialog({
  entityRef,
  onStarted,
  onClose,
}: {
  entityRef: string;
  onStarted: () => void;
  onClose: () => void;
}) {
  const api = useApi(privateAiApiRef);
  const { t } = useTranslationRef(privateAiTranslationRef);
  const { name } = parseEntityRef(entityRef);
  const { value: releases, error, reload } = useReleases(entityRef);
  const choices = releases ? choicesOf(releases) : [];
  const [picked, setPicked] = useState<string>();
  const choice = choices.find(({ key }) => key === picked) ?? likelyOf(choices);
  const difference = choice?.commit && releases?.commits[choice.commit]?.difference;
  // One key for what was picked: a second press after a lost answer finds the release that the first one started.
  const [keys] = useState(() => new Map<string, string>());
  const { pending, failure, send } = useSending();
  const previewing = useSending();
  const started = () => {
    onClose();
    onStarted();
  };
  const shown = usePreview(entityRef).value;
  const isCommit = choice !== undefined && !choice.release;
  const preview = (commit: string | undefined) => {
    const sameKey = keys.get(`preview ${commit}`) ?? newId();
    keys.set(`preview ${commit}`, sameKey);
    return previewing.send(() => api.startPreview(entityRef, { commit }, sameKey), started);
  };
  const start = ({ key, start: release }: Choice) => {
    const sameKey = keys.get(key) ?? newId();
    keys.set(key, sameKey);
    return send(() => api.startRelease(entityRef, release, sameKey), started);
  };
  return (
    <>
      <DialogHeader>{t('release.title', { name })}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {error && (
            <FailureAlert title={t('release.error')} error={error}>
              <Button variant="secondary" onPress={reload}>
                {t('again')}
              </Button>
            </FailureAlert>
          )}
          {!releases && !error && (
            <Text role="status" color="secondary">
              {t('release.checking')}
            </Text>
          )}
          {releases && releases.outages.length === 0 && <RunningRelease items={releases.items} />}
          {releases && <Outages outages={releases.outages} />}
          {releases && releases.problems.length > 0 && (
            <Alert
              status="warning"
              icon
              title={t('release.problems')}
              description={releases.problems.join(' ')}
            />
          )}
          {choices.length > 0 && (
            <ReleaseChoices
              choices={choices}
              commits={releases?.commits ?? {}}
              value={choice?.key ?? ''}
              onChange={setPicked}
            />
          )}
          {difference && (
            <Link href={difference} target="_blank" rel="noopener">
              {t('release.difference')}
            </Link>
          )}
          {shown && isCommit && (
            <Text as="p" variant="body-small" color="secondary">
              {t('preview.explained', { hours: String(shown.hours) })}{' '}
              {shown.preview &&
                t('preview.replaces', { commit: shown.preview.commit.slice(0, 12) })}
            </Text>
          )}
          {previewing.failure && (
            <FailureAlert title={t('preview.failed')} error={previewing.failure} />
          )}
          {failure && <FailureAlert title={t('release.failed')} error={failure} />}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          {t('release.close')}
        </Button>
        {shown && isCommit && (
          <Button
            variant="secondary"
            isDisabled={pending}
            isPending={previewing.pending}
            onPress={() => preview(choice.commit)}
          >
            {t('preview.start')}
          </Button>
        )}
        <Button
          variant="primary"
          isDisabled={!choice || previewing.pending}
          isPending={pending}
          onPress={() => choice && start(choice)}
        >
          {t(verbOf(choice))}
        </Button>
      </DialogFooter>
    </>
  );
}

/** What was tried in vain is no way back. */
function verbOf(choice: Choice | undefined) {
  if (!choice?.release) return 'release.start';
  return isTriedInVain(choice.release) ? 'release.tryAgain' : 'release.goBack';
}
