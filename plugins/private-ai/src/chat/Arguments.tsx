import styles from './approvals.module.css';
import { LongText } from './LongText';
import { jsonIn, readable } from './readable';
import { shown } from './shown';

/** What a tool is to be called with, each argument under its name: whoever approves it must be able to read it. */
export function Arguments({ text, label }: { text: string; label: string }) {
  const entries = entriesOf(text);
  return (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.arguments} role="group" aria-label={label} tabIndex={0}>
      {entries ? (
        <dl>
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{typeof value === 'string' ? value : JSON.stringify(value, undefined, 2)}</dd>
            </div>
          ))}
        </dl>
      ) : (
        <LongText text={readable(text)} />
      )}
    </div>
  );
}

/** Undefined where they are no names with values, or too many to stand apart. */
function entriesOf(text: string): [string, unknown][] | undefined {
  const value = text.length > shown.text ? undefined : jsonIn(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const entries = Object.entries(value);
  return entries.length > 0 && entries.length <= shown.arguments ? entries : undefined;
}
