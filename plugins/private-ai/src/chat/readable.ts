import { tooNested } from './nesting';
import { shown } from './shown';

/** JSON with line breaks; what is no JSON (an argument that still streams, plain words), or too much, as it is. */
export function readable(text: string): string {
  const value = jsonIn(text);
  if (value === undefined) return text;
  return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
}

/** The value of a text in JSON; undefined where it is none, or one that would take long to lay out. */
export function jsonIn(text: string): unknown {
  if (text.length > shown.json || tooNested(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
