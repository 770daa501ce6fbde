import type { JsonSchema } from './chat.ts';

/**
 * Arguments that fit a tool's schema: what is given by its name, the place where the schema asks for one; everything else
 * required gets its default, its first allowed value or the smallest that fits.
 */
export function argumentsFor(
  schema: JsonSchema,
  place: string,
  given: Record<string, string> = {},
): unknown {
  const target = placeProperty(schema);
  const required = new Set([...(schema.required ?? []), ...(target ? [target] : [])]);
  return Object.fromEntries(
    Object.entries(schema.properties ?? {})
      .filter(([name]) => required.has(name))
      .map(([name, of]) => [name, given[name] ?? (name === target ? place : smallest(of, place))]),
  );
}

function placeProperty({ properties = {}, required = [] }: JsonSchema): string | undefined {
  const texts = Object.entries(properties).filter(
    ([, of]) => typesOf(of).includes('string') && !of.enum && of.const === undefined,
  );
  const named = (pattern: RegExp, of: (entry: [string, JsonSchema]) => string) =>
    texts.find(entry => pattern.test(of(entry)))?.[0];
  return (
    named(/city|location|place|town|도시/i, ([name]) => name) ??
    named(/city|location|place|town|도시/i, ([, of]) => of.description ?? '') ??
    texts.find(([name]) => required.includes(name))?.[0]
  );
}

function smallest(schema: JsonSchema, place: string): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined) return schema.default;
  if (schema.enum?.length) return schema.enum[0];
  if (!schema.type && schema.anyOf?.length) return smallest(schema.anyOf[0], place);
  switch (typesOf(schema)[0]) {
    case 'string':
      return '';
    case 'number':
    case 'integer':
      return schema.minimum ?? 0;
    case 'boolean':
      return false;
    case 'array':
      return Array.from({ length: schema.minItems ?? 0 }, () =>
        smallest(schema.items ?? {}, place),
      );
    case 'null':
      return null;
    default:
      return argumentsFor(schema, place);
  }
}

/** An optional text is `{ type: ['string', 'null'] }` or `{ anyOf: [{ type: 'string' }, …] }`. */
const typesOf = (schema: JsonSchema): string[] =>
  schema.type ? [schema.type].flat() : (schema.anyOf ?? []).flatMap(typesOf);
