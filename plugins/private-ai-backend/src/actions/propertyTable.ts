/** As much of JSON Schema as the actions use. */
export interface Schema {
  type?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  enum?: string[];
}

/** The properties of a schema and of what lies in them, as a table. */
export function propertyTable(schema: Schema | undefined): string {
  const rows = properties(schema ?? {}, '');
  if (rows.length === 0) return 'None.';
  return ['| Name | Type | |', '| --- | --- | --- |', ...rows].join('\n');
}

function properties({ properties: all = {}, required = [] }: Schema, within: string): string[] {
  return Object.entries(all).flatMap(([name, schema]) => {
    const path = `${within}${name}`;
    const optional = required.includes(name) ? '' : ' _(optional)_';
    // Most actions take it: it is described once.
    const isApp = path === 'app';
    const words = isApp
      ? '[The application](#the-application)'
      : (schema.description ?? '').replaceAll('|', '\\|');
    const row = `| \`${path}\` | ${typeOf(schema)}${optional} | ${words} |`;
    if (isApp) return [row];
    const below = schema.items ?? schema;
    return [row, ...properties(below, `${path}${schema.items ? '[]' : ''}.`)];
  });
}

function typeOf({ type, enum: values, items }: Schema): string {
  if (values) return values.map(value => `\`${value}\``).join(', ');
  if (items) return `list of ${typeOf(items)}`;
  return type ?? 'any';
}
