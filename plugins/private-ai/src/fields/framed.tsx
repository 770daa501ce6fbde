import { BgProvider } from '@backstage/ui';
import { useEffect, useLayoutEffect, useRef, type ComponentType } from 'react';
import { enterField } from './enterField';
import { FieldNote } from './FieldNote';
import styles from './framed.module.css';
import { useFound } from './useFound';

/** As much of what the form hands a field as its frame goes by. */
interface Framed {
  formData?: unknown;
  rawErrors?: string[];
  /** `ui:hideError` of the template: the form leaves it to the field to say what is wrong with it. */
  hideError?: boolean;
}

const frames = '[data-private-ai-field]';

/**
 * A field as it stands on the scaffolder's form. It lies on a paper that the design system does not know: without being told of
 * it, an input takes the paper's own colour and shows no edge. Where the template leaves it to the field, what is wrong with it
 * is said below it, once, for as long as it is true. The first field of a page takes the focus that the page before it left
 * nowhere; the first one that is wrong is where a person goes on.
 *
 * @param tells - false: the field itself shows what is wrong
 */
export function framed<Props extends Framed>(Field: ComponentType<Props>, { tells = true } = {}) {
  return function FramedField(props: Props) {
    const { formData, hideError = false } = props;
    const found = useFound(props.rawErrors, formData);
    const frame = useRef<HTMLDivElement>(null);
    const wrong = found.join('\n');

    useLayoutEffect(() => {
      // The form's own list names fields by the schema's keys, and holds on to what has been put right.
      const list = hideError && frame.current?.closest('form')?.firstElementChild;
      if (list instanceof HTMLElement && !list.contains(frame.current)) list.hidden = true;
    });
    useEffect(() => {
      const isLeftAlone = document.activeElement === document.body;
      return isLeftAlone ? enterIfFirst(frame.current, frames) : undefined;
    }, []);
    useEffect(
      () => (wrong && hideError ? enterIfFirst(frame.current, `${frames}[data-wrong]`) : undefined),
      [wrong, hideError],
    );

    return (
      <BgProvider bg="neutral-1">
        <div
          ref={frame}
          className={styles.frame}
          tabIndex={-1}
          data-private-ai-field=""
          data-wrong={wrong ? '' : undefined}
        >
          <Field {...props} rawErrors={found} />
          {hideError &&
            tells &&
            found.map(sentence => (
              <FieldNote key={sentence} problem>
                {sentence}
              </FieldNote>
            ))}
        </div>
      </BgProvider>
    );
  };
}

/** Enters a frame that is the first of its form to be such a one. @returns what ends the waiting for its control */
function enterIfFirst(frame: HTMLElement | null, such: string): (() => void) | undefined {
  const isFirst = frame && frame.closest('form')?.querySelector(such) === frame;
  return isFirst ? enterField(frame) : undefined;
}
