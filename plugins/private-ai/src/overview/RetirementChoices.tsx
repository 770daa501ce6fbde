import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Checkbox, Text } from '@backstage/ui';
import type { RetirementPlan } from '@private-ai/plugin-private-ai-common';
import { useId } from 'react';
import { privateAiTranslationRef } from '../translations/ref';
import styles from './retire.module.css';

type Which = keyof RetirementPlan['after'];
type Wished = Readonly<Record<Which, boolean>>;

/** A repository may hold what is wanted later, a page of what is gone helps nobody. */
export const atFirst: Wished = { unregister: true, archive: false };

/** Of what a person wishes that which is possible. */
export const chosenOf = (after: RetirementPlan['after'], wished: Wished): Partial<Wished> =>
  Object.fromEntries(
    inOrder.flatMap(which =>
      wished[which] && after[which] && !after[which].refusal ? [[which, true]] : [],
    ),
  );

/** What may be done at the end of a retirement, or why the portal does not do it. */
export function RetirementChoices({
  after,
  wished,
  onChange,
}: {
  after: RetirementPlan['after'];
  wished: Wished;
  onChange: (wished: Wished) => void;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const offered = inOrder.filter(which => after[which]);
  const id = useId();
  if (offered.length === 0) return null;
  return (
    <section role="group" aria-labelledby={id}>
      <Text as="p" weight="bold" id={id}>
        {t('retire.after')}
      </Text>
      {offered.map(which => {
        const { name = '', refusal } = after[which] ?? {};
        const meansId = `${id}-${which}`;
        return (
          <div key={which} className={styles.choice}>
            <Checkbox
              isSelected={wished[which] && !refusal}
              isDisabled={Boolean(refusal)}
              onChange={value => onChange({ ...wished, [which]: value })}
              aria-describedby={meansId}
            >
              {t(`retire.${which}`, { name: which === 'archive' ? repositoryName(name) : name })}
            </Checkbox>
            <Text as="p" id={meansId} variant="body-small" color="secondary">
              {refusal ? t('retire.notPossible', { reason: refusal }) : t(`retire.${which}Means`)}
            </Text>
          </div>
        );
      })}
    </section>
  );
}

const inOrder: readonly Which[] = ['unregister', 'archive'];

/** `host?owner=o&repo=r`, for Azure DevOps `host?organization=o&project=p&repo=r`, as people write it. */
function repositoryName(repoUrl: string): string {
  const asked = new URLSearchParams(repoUrl.split('?')[1]);
  const parts = ['owner', 'organization', 'project', 'repo'].flatMap(part => asked.get(part) ?? []);
  return parts.join('/') || repoUrl;
}
