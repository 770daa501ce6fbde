import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import { createTemplateRenderer } from 'nunjitsu';
import { parse } from 'yaml';
import { AWKWARD, type Json } from '../private-ai-app/rendered.ts';

interface Property {
  'ui:field'?: string;
  'ui:widget'?: string;
  'ui:options'?: Json;
}
interface Page {
  required?: string[];
  properties: Record<string, Property>;
}
const template = parse(readFileSync(join(import.meta.dirname, 'template.yaml'), 'utf8')) as {
  metadata: { tags: string[] };
  spec: {
    type: string;
    parameters: (Page & { dependencies?: Record<string, Page> })[];
    steps: { id: string; action: string; input: Json }[];
    output: { links: Json[] };
  };
};

/** What the application's page hands over, and what was typed. */
const { repository: _, ...app } = {
  ...AWKWARD,
  entityRef: 'component:default/weather-desk',
  templateVersion: '0.1.0',
};

/** Evaluates a value as the scaffolder does, with its own template engine. */
function evaluated(value: unknown, parameters: Json, steps: Json = {}): unknown {
  const renderer = createTemplateRenderer({});
  const context = renderer.prepareContext({ parameters, steps } as never);
  const deep = (each: unknown): unknown => {
    if (typeof each === 'string') return structuredClone(renderer.renderValue(each, context));
    if (Array.isArray(each)) return each.map(deep);
    if (typeof each !== 'object' || each === null) return each;
    return Object.fromEntries(Object.entries(each).map(([key, one]) => [key, deep(one)]));
  };
  return deep(value);
}

test('the catalog takes it as a template, and not as a first choice', async () => {
  assert(await templateEntityV1beta3Validator.check(template as never));
  assert.notEqual(template.spec.type, 'service');
  assert(!template.metadata.tags.includes('recommended'));
});

test('only model, capacity and instructions can be typed', () => {
  const properties: Record<string, Property> = Object.assign(
    {},
    ...template.spec.parameters.flatMap(page => [
      page.properties,
      page.dependencies?.name?.properties,
    ]),
  );
  const shown = Object.entries(properties).filter(([, each]) => each['ui:widget'] !== 'hidden');
  assert.deepEqual(
    shown.map(([name, each]) => [name, each['ui:field']]),
    [
      ['entityRef', 'PrivateAiApp'],
      ['model', 'PrivateAiModel'],
      ['instructions', 'PrivateAiInstructions'],
      ['plan', 'PrivateAiPlan'],
    ],
  );
  assert.deepEqual(properties.plan!['ui:options'], { change: true });
  // Opened without the link there is no application: the form does not go on.
  const [page] = template.spec.parameters;
  assert.deepEqual(page!.required, ['entityRef']);
  assert.deepEqual(page!.dependencies!.name!.required, ['model']);
});

test('the plan gets the whole request as a change, and what it answers is provisioned', () => {
  const [plan, provision, verify] = template.spec.steps;
  assert.equal(template.spec.steps.length, 3);
  assert.equal(plan!.action, 'private-ai:app:plan');
  assert.deepEqual(evaluated(plan!.input, app), { ...app, change: true });

  const output = { app: { ...app, owner: 'group:default/as-answered' } };
  const steps = { plan: { output } };
  assert.equal(provision!.action, 'private-ai:app:provision');
  assert.deepEqual(evaluated(provision!.input, app, steps), output);
  assert.equal(verify!.action, 'private-ai:app:verify');
  assert.deepEqual(evaluated(verify!.input, app, steps), output);
  assert.deepEqual(evaluated(template.spec.output.links, app, steps), [
    { title: 'Open the app', icon: 'catalog', entityRef: app.entityRef },
  ]);
});

test('an application without description or version is changed as well', () => {
  const { description: _description, templateVersion: _version, ...short } = app;
  const input = evaluated(template.spec.steps[0]!.input, short) as Json;
  assert.deepEqual(JSON.parse(JSON.stringify(input)), { ...short, change: true });
});
