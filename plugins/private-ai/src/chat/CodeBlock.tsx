import { useRef, type ReactNode } from 'react';
import styles from './chat.module.css';
import { CopyButton } from './CopyButton';

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
