import type { ReactNode } from 'react';
import styles from './curation.module.css';

/** A table that scrolls by itself where the page is narrow. @param columns - their headings */
export function ListTable({
  columns,
  children,
}: {
  columns: readonly string[];
  /** Rows. */
  children: ReactNode;
}) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <thead>
          <tr>
            {columns.map(heading => (
              <th scope="col" key={heading}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
