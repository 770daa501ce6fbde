/** JSON with line breaks; what is no JSON (an argument that still streams, plain words) as it is. */
export function readable(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  } catch {
    return text;
  }
}
