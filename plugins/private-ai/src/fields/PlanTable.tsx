import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { PlannedResource } from '@private-ai/plugin-private-ai-common';
import { privateAiTranslationRef } from '../translations/ref';
import { useResourceTitle } from '../translations/useResourceTitle';
import { TextDifference } from './TextDifference';
import { PlannedActionLabel } from './PlannedActionLabel';
import styles from './PlanField.module.css';

/** Each resource with what would happen to it: the properties that differ, or why it cannot go on. */
export function PlanTable({
  rows,
  caption,
  instructions,
}: {
  rows: PlannedResource[];
  caption: string;
  /** As they are asked for. */
  instructions?: string;
}) {
  const { t } = useTranslationRef(privateAiTranslationRef);
  const titleOf = useResourceTitle();
  return (
    // It scrolls where the page is narrow, by keyboard too.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={caption} tabIndex={0}>
      <table className={styles.table}>
        <caption className={styles.hidden}>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('fields.plan.type')}</th>
            <th scope="col">{t('fields.plan.name')}</th>
            <th scope="col">{t('fields.plan.action')}</th>
          </tr>
        </thead>
        <tbody>
          {dueFirst(rows).map(
            ({ id, type, name, action, differences = [], formerText, reason }) => (
              <tr key={`${id} ${name}`}>
                <td>{titleOf(id) ?? type}</td>
                <td className={styles.name}>{name}</td>
                <td>
                  <PlannedActionLabel action={action} />
                  {differences.length > 0 && (
                    <ul className={styles.differences}>
                      {differences.map(difference => (
                        <li key={difference}>{difference}</li>
                      ))}
                    </ul>
                  )}
                  {formerText !== undefined && instructions !== undefined && (
                    <TextDifference before={formerText} after={instructions} />
                  )}
                  {reason && (
                    <Text as="p" variant="body-small" color="secondary" className={styles.reason}>
                      {reason}
                    </Text>
                  )}
                </td>
              </tr>
            ),
          )}
        </tbody>
      </table>
    </div>
  );
}

/** What is left as it is comes last: in a change, the rest is what a person looks for. */
function dueFirst(rows: PlannedResource[]): PlannedResource[] {
  const isDue = ({ action }: PlannedResource) => action !== 'leave';
  return [...rows.filter(isDue), ...rows.filter(row => !isDue(row))];
}
