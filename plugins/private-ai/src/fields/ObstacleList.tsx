import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import type { PlanRequest } from '@private-ai/plugin-private-ai-common';
import { useState } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './PlanField.module.css';
import type { Obstacles, Texts } from './validation';

/** What stands in the way: what the form can put right, and what only the platform team can, with what to send them. */
export function ObstacleList({
  obstacles: { inForm, beyond },
  request,
}: {
  obstacles: Obstacles;
  request: PlanRequest;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  return (
    <>
      {inForm.length > 0 && (
        <div role="alert">
          <Alert
            status="danger"
            icon
            title={t('fields.plan.problems')}
            description={<Sentences of={inForm} />}
          />
        </div>
      )}
      {beyond.length > 0 && (
        <div role="alert">
          <Alert
            status="warning"
            icon
            title={t('fields.plan.theirs')}
            description={<Sentences of={beyond} />}
            customActions={<CopyForThem sentences={beyond} request={request} />}
          />
        </div>
      )}
    </>
  );
}

function Sentences({ of }: { of: string[] }) {
  return (
    <ul className={styles.problems}>
      {of.map(sentence => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** Not there where the browser gives no clipboard (a portal without TLS): the sentences can be selected. */
function CopyForThem({ sentences, request }: { sentences: string[]; request: PlanRequest }) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const [copied, setCopied] = useState<string>();
  if (!navigator.clipboard) return null;
  const text = messageOf(sentences, askedFor(request, t));
  return (
    <Button
      size="small"
      variant="secondary"
      onPress={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(text),
          // The person said no to the browser's question.
          () => setCopied(undefined),
        )
      }
    >
      {copied === text ? t('fields.plan.copied') : t('fields.plan.copy')}
    </Button>
  );
}

/** Under the names that the form gives them. */
function askedFor({ name, owner, landingZone, model }: PlanRequest, t: Texts) {
  const asked: [string, string | undefined][] = [
    [t('fields.name.title'), name],
    [t('fields.owner.title'), owner],
    [t('fields.landingZone.title'), landingZone],
    [
      t('fields.model.title'),
      model && `${model.name} ${model.version} ${model.sku}, ${model.capacity}K`,
    ],
  ];
  return asked.filter(([, value]) => value);
}

/** As it may stand in a message: what was asked for, and what was in the way of it. */
function messageOf(sentences: string[], asked: ReturnType<typeof askedFor>): string {
  return [
    ...asked.map(([what, value]) => `${what}: ${value}`),
    '',
    ...sentences.map(sentence => `- ${sentence}`),
  ].join('\n');
}
