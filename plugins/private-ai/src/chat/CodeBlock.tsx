import { useRef, type ReactNode } from 'react';
import { CopyButton } from './CopyButton';
import styles from './markdown.module.css';

/** A fenced block of code, which scrolls in itself, with a button that copies it. */
export function CodeBlock({ children }: { children?: ReactNode }) {
  const code = useRef<HTMLPreElement>(null);
  return (
    <div className={styles.code}>
      {/* A region that scrolls must be reachable by keyboard. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre ref={code} tabIndex={0}>
        {children}
      </pre>
      <div className={styles.codeCopy}>
        <CopyButton what="code" text={() => code.current?.textContent?.trimEnd() ?? ''} />
      </div>
    </div>
  );
}
