import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';

interface Template {
  metadata: {
    title: string;
    description: string;
    translations: Record<string, Record<string, string>>;
  };
  spec: {
    parameters: object;
    presentation?: { buttonLabels: Record<string, string> };
    steps: { name: string }[];
    output: { links: { title: string }[] };
  };
}

/** What people read in a form: titles, descriptions, and what is said of an error. */
function read(value: unknown, whole = false): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    typeof one === 'string'
      ? whole || (!Array.isArray(value) && ['title', 'description'].includes(key))
        ? [one]
        : []
      : read(one, whole || key === 'errorMessage' || key === 'review'),
  );
}

for (const name of ['private-ai-app', 'private-ai-change'])
  test(`each text of ${name} is there in Korean, and none that is no text of it`, () => {
    const file = join(import.meta.dirname, '..', name, 'template.yaml');
    const { metadata, spec } = parse(readFileSync(file, 'utf8')) as Template;
    const shown = new Set([
      ...[metadata.title, metadata.description],
      ...read(spec.parameters),
      ...Object.values(spec.presentation?.buttonLabels ?? {}),
      ...spec.steps.map(step => step.name),
      ...spec.output.links.map(link => link.title),
    ]);
    const korean = metadata.translations.ko;
    assert.deepEqual(Object.keys(korean).sort(), [...shown].sort());
    for (const text of Object.values(korean)) assert.match(text, /[가-힣]/);
  });
