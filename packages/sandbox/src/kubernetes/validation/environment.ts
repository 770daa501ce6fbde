import { configKey, subdomainName } from '../names.ts';
import { invalidValue, required, type FieldProblem } from '../status.ts';
import { each, named, type Fields } from './field.ts';

interface Variable {
  name?: string;
  value?: string;
  valueFrom?: Record<string, Fields | undefined>;
}

const references = ['configMapKeyRef', 'secretKeyRef'];
const fieldPaths =
  /^(metadata\.(name|namespace|uid|(labels|annotations)\['[^']+'\])|spec\.(nodeName|serviceAccountName)|status\.(hostIPs?|podIPs?))$/;

/** A container's variables: `env` and `envFrom`. */
export function environmentProblems(at: string, container: Fields): FieldProblem[] {
  return [
    ...each<Variable>(container.env, (variable, index) =>
      variableProblems(`${at}.env[${index}]`, variable),
    ),
    ...each<Record<string, { name?: string } | string | undefined>>(container.envFrom, source => {
      const given = ['configMapRef', 'secretRef'].filter(field => source[field]);
      const says = (text: string) => [invalidValue(`${at}.envFrom`, '', text)];
      if (!given.length) return says('must specify one of: `configMapRef` or `secretRef`');
      return given.length > 1 ? says('may not have more than one field specified at a time') : [];
    }),
  ];
}

function variableProblems(at: string, { name = '', value, valueFrom }: Variable): FieldProblem[] {
  return [
    ...(name === '' ? [required(`${at}.name`)] : []),
    ...(name && /[^\x20-\x7e]|=/.test(name)
      ? [
          invalidValue(
            `${at}.name`,
            name,
            "a valid environment variable name must consist only of printable ASCII characters other than '='",
          ),
        ]
      : []),
    ...(valueFrom ? sourceProblems(`${at}.valueFrom`, valueFrom, value) : []),
  ];
}

function sourceProblems(
  at: string,
  source: NonNullable<Variable['valueFrom']>,
  value: string | undefined,
): FieldProblem[] {
  const given = Object.keys(source).filter(field => source[field]);
  const says = (text: string) => [invalidValue(at, '', text)];
  const path = source.fieldRef?.fieldPath;
  return [
    ...(given.length === 0
      ? says(
          'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`',
        )
      : []),
    ...(value && given.length ? says('may not be specified when `value` is not empty') : []),
    ...(given.length > 1 ? says('may not have more than one field specified at a time') : []),
    ...(path !== undefined && !fieldPaths.test(String(path))
      ? [
          invalidValue(
            `${at}.fieldRef.fieldPath`,
            path,
            `error converting fieldPath: field label not supported: ${String(path)}`,
          ),
        ]
      : []),
    ...references.flatMap(reference => {
      const { key, name = '' } = source[reference] ?? {};
      if (!source[reference]) return [];
      return [
        ...named(`${at}.${reference}.name`, name, subdomainName),
        ...(key
          ? named(`${at}.${reference}.key`, key, configKey)
          : [required(`${at}.${reference}.key`)]),
      ];
    }),
  ];
}
