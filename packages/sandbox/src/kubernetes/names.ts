import type { Kind } from './kinds.ts';
import { invalidValue, type FieldProblem } from './status.ts';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const serviceLabel = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const labelText =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const serviceText =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const labelValueText =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

/** What is wrong with an object's name, by the rule of its kind. */
export function nameProblems(kind: Kind, name: string): FieldProblem[] {
  const field = 'metadata.name';
  if (kind.group === 'rbac.authorization.k8s.io') {
    return /[/%]|^\.\.?$/.test(name)
      ? [invalidValue(field, name, "may not contain '/' or '%'")]
      : [];
  }
  const [rule, text, longest] =
    kind.kind === 'Namespace'
      ? [label, labelText, 63]
      : kind.kind === 'Service'
        ? [serviceLabel, serviceText, 63]
        : [subdomain, subdomainText, 253];
  return [
    ...(name.length > Number(longest)
      ? [invalidValue(field, name, `must be no more than ${longest} characters`)]
      : []),
    ...((rule as RegExp).test(name) ? [] : [invalidValue(field, name, String(text))]),
  ];
}

/** Labels and annotations have keys and values of a certain form. */
export function labelProblems(labels: Record<string, string> = {}): FieldProblem[] {
  return Object.values(labels).flatMap(value => [
    ...(value.length > 63
      ? [invalidValue('metadata.labels', value, 'must be no more than 63 characters')]
      : []),
    ...(labelValue.test(value) ? [] : [invalidValue('metadata.labels', value, labelValueText)]),
  ]);
}

/** The five characters that the API server puts behind `generateName`. */
export function generatedSuffix(): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return [...crypto.getRandomValues(new Uint8Array(5))]
    .map(byte => letters[byte % letters.length])
    .join('');
}
