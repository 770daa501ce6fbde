import type { ReactNode } from 'react';
import styles from './disclosure.module.css';

/** Something aside from the answer: one line, and more when it is opened. */
export function Disclosure({
  icon,
  title,
  state,
  children,
}: {
  icon: ReactNode;
  title: ReactNode;
  /** How far it is, in a word. */
  state?: ReactNode;
  children: ReactNode;
}) {
  return (
    <details className={styles.aside}>
      <summary>
        {icon}
        <span className={styles.title}>{title}</span>
        {state && <span>{state}</span>}
      </summary>
      <div className={styles.body}>{children}</div>
    </details>
  );
}
