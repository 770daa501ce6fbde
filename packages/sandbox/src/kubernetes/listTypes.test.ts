import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { outsideTruth } from '../../../../testing/outsideTruth.ts';
import { kinds, type Kind } from './kinds.ts';
import { isAtomicMap, listType } from './listTypes.ts';
import { isBuiltIn } from './schema.ts';

const truth = outsideTruth('kubernetes/openapi-v1.36.json');

interface Schema {
  $ref?: string;
  allOf?: Schema[];
  type?: string;
  items?: Schema;
  properties?: Record<string, Schema>;
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: string;
}

/** Every place of a kind that server-side apply comes to, with what the published API says of it. */
function places(definitions: Record<string, Schema>, kind: Kind) {
  const found = new Map<string, { list?: string[] | 'set'; atomic: boolean }>();
  const walk = (given: Schema, place: string, above: string[]) => {
    const name = given.$ref?.split('/').at(-1);
    if (name && above.includes(name)) return;
    const schema: Schema = name ? { ...definitions[name], ...given } : given;
    const inside = name ? [...above, name] : above;
    if (schema.type === 'array') {
      const type = schema['x-kubernetes-list-type'];
      const list =
        type === 'map' ? schema['x-kubernetes-list-map-keys'] : type === 'set' ? 'set' : undefined;
      found.set(place, { list, atomic: false });
      if (type === 'map' && schema.items) walk(schema.items, `${place}/*`, inside);
      return;
    }
    const atomic = schema['x-kubernetes-map-type'] === 'atomic';
    if (place) found.set(place, { atomic });
    if (atomic) return;
    for (const [field, inner] of Object.entries(schema.properties ?? {})) {
      walk(inner, place ? `${place}/${field}` : field, inside);
    }
  };
  const group = kind.group.split('.')[0] || 'core';
  walk({ $ref: `io.k8s.api.${group}.${kind.version}.${kind.kind}` }, '', []);
  return found;
}

describe('lists and maps are merged as the published API says', { skip: truth.skip }, () => {
  for (const kind of kinds.filter(kind => isBuiltIn(kind) && !kind.review)) {
    test(kind.kind, () => {
      const { definitions } = JSON.parse(readFileSync(truth.path, 'utf8'));
      const found = places(definitions, kind);
      assert.ok(found.size > 5);
      for (const [place, { list, atomic }] of found) {
        assert.deepEqual(listType(kind.kind, true, place), list, `the list ${place}`);
        assert.equal(isAtomicMap(kind.kind, true, place), atomic, `the map ${place}`);
      }
    });
  }
});
