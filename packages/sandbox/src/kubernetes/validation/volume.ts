import { labelName } from '../names.ts';
import { duplicate, forbiddenField, invalidValue, required, type FieldProblem } from '../status.ts';
import { each, named, type Fields } from './field.ts';

type Volume = { name?: string } & Record<string, unknown>;

const highestMode = 0o777;

export function volumeProblems(at: string, volumes: unknown): FieldProblem[] {
  const taken = new Set<string>();
  return each<Volume>(volumes, ({ name = '', ...sources }, index) => {
    const here = `${at}[${index}]`;
    const again = taken.has(name);
    taken.add(name);
    const [, ...more] = Object.keys(sources).sort(
      (a, b) => Number(b === 'emptyDir') - Number(a === 'emptyDir'),
    );
    return [
      ...(name ? named(`${here}.name`, name, labelName) : [required(`${here}.name`)]),
      ...(again ? [duplicate(`${here}.name`, name)] : []),
      ...more.map(source =>
        forbiddenField(`${here}.${source}`, 'may not specify more than 1 volume type'),
      ),
      ...Object.entries(sources).flatMap(([source, value]) =>
        sourceProblems(`${here}.${source}`, source, (value ?? {}) as Fields),
      ),
    ];
  });
}

const nameFields: Record<string, string> = { secret: 'secretName', configMap: 'name' };

function sourceProblems(at: string, source: string, value: Fields): FieldProblem[] {
  const field = nameFields[source];
  const mode = value.defaultMode;
  return [
    ...(field && !value[field] ? [required(`${at}.${field}`)] : []),
    ...(typeof mode === 'number' && (mode < 0 || mode > highestMode)
      ? [
          invalidValue(
            `${at}.defaultMode`,
            mode,
            'must be a number between 0 and 0777 (octal), both inclusive',
          ),
        ]
      : []),
    ...each<{ key?: string; path?: string }>(value.items, ({ key, path = '' }, index) => [
      ...(key ? [] : [required(`${at}.items[${index}].key`)]),
      ...pathProblems(`${at}.items[${index}].path`, path),
    ]),
  ];
}

function pathProblems(field: string, path: string): FieldProblem[] {
  if (path === '') return [required(field)];
  const says = (text: string) => [invalidValue(field, path, text)];
  if (path.startsWith('/')) return says('must be a relative path');
  if (path.split('/').includes('..')) return says("must not contain '..'");
  return path.startsWith('..') ? says("must not start with '..'") : [];
}
