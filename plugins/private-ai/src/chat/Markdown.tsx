import { memo, useRef } from 'react';
import ReactMarkdown, { type Components, type Options } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { growBlocks, noBlocks } from './blocks';
import { CodeBlock } from './CodeBlock';
import { LongText } from './LongText';
import styles from './markdown.module.css';
import { readingOf } from './nesting';

/** What a paragraph's marks could mean; and tables, whose short rows are filled up. */
const marks = ['attention', 'strikethrough', 'labelStartLink', 'labelStartImage', 'labelEnd'];
const footnotes = ['gfmFootnoteCall', 'gfmPotentialFootnoteCall', 'gfmFootnoteDefinition'];

/** Leaves those out of what is read: they stand as they were written. */
function withoutMarks(this: { data(): object }) {
  const data = this.data() as { micromarkExtensions?: object[] };
  data.micromarkExtensions ??= [];
  data.micromarkExtensions.push({ disable: { null: [...marks, ...footnotes, 'table'] } });
}

// Outside of the components: a new array or object would make every block render again.
const plugins: Record<'markdown' | 'plain', Options['remarkPlugins']> = {
  markdown: [remarkGfm],
  plain: [remarkGfm, withoutMarks],
};
const components: Components = {
  a: ({ href, title, children }) => (
    <a href={href} title={title} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  ),
  // A picture's address is the model's own invention: loading it would tell its host what was said here.
  img: ({ src, alt }) => (
    <a href={String(src ?? '')} target="_blank" rel="noopener noreferrer">
      {alt || String(src ?? '')}
    </a>
  ),
  table: ({ children }) => (
    // A region that scrolls must be reachable by keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} tabIndex={0}>
      <table>{children}</table>
    </div>
  ),
  pre: CodeBlock,
};

const Block = memo(function Block({ text }: { text: string }) {
  const reading = readingOf(text);
  if (reading === 'written') return <LongText text={text} />;
  return (
    <ReactMarkdown remarkPlugins={plugins[reading]} components={components}>
      {text}
    </ReactMarkdown>
  );
});

/** A text in Markdown that may grow: what is complete in it is lexed and rendered once. */
export function Markdown({ text }: { text: string }) {
  const blocks = useRef(noBlocks);
  blocks.current = growBlocks(blocks.current, text.replaceAll(/\r\n?/g, '\n'));
  const { closed, open, rest } = blocks.current;
  return (
    <div className={styles.markdown}>
      {[...closed, open].map((block, position) => (
        // A block keeps its place, and its text once it is closed.
        <Block key={position} text={block} />
      ))}
      {rest && <LongText text={rest} />}
    </div>
  );
}
