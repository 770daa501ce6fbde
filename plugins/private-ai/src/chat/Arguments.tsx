import styles from './approvals.module.css';
import { readable } from './readable';

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
        <pre>{readable(text) || '–'}</pre>
      )}
    </div>
  );
}

/** Undefined where they are no names with values. */
function entriesOf(text: string): [string, unknown][] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    const entries = Object.entries(value);
    return entries.length > 0 ? entries : undefined;
  } catch {
    return undefined;
  }
}
