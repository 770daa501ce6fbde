// The forms of names, in the API server's words: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const qualified = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/;

const labelText =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const subdomainText =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const partText =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const labelValueText =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const keyText =
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";

/** What is wrong with a name; empty when nothing is. */
export type NameRule = (name: string) => string[];

const longest = (name: string, most: number, unit = 'characters') =>
  name.length > most ? [`must be no more than ${most} ${unit}`] : [];

/** Of namespaces, containers, volumes, ports of Services. */
export const labelName: NameRule = name => [
  ...longest(name, 63),
  ...(label.test(name) ? [] : [subdomain.test(name) ? 'must not contain dots' : labelText]),
];

/** Of most objects. */
export const subdomainName: NameRule = name => [
  ...longest(name, 253),
  ...(subdomain.test(name) ? [] : [subdomainText]),
];

/** Of what stands as one segment in a path: roles and bindings, the target of a scaler. */
export const pathSegment: NameRule = name => {
  if (name === '.' || name === '..') return [`may not be '${name}'`];
  return ['/', '%'].filter(one => name.includes(one)).map(one => `may not contain '${one}'`);
};

/** Keys of labels and annotations, names of resources: `example.com/name`. */
export const qualifiedName: NameRule = name => {
  const parts = name.split('/');
  if (parts.length > 2) {
    return [
      `a valid label key ${partText} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`,
    ];
  }
  const [part = '', prefix] = parts.reverse();
  return [
    ...(prefix === '' ? ['prefix part must be non-empty'] : []),
    ...(prefix ? subdomainName(prefix).map(text => `prefix part ${text}`) : []),
    ...(part === '' ? ['name part must be non-empty'] : []),
    ...longest(part, 63, 'bytes').map(text => `name part ${text}`),
    ...(qualified.test(part) ? [] : [`name part ${partText}`]),
  ];
};

export const labelValueRule: NameRule = value => [
  ...longest(value, 63, 'bytes'),
  ...(labelValue.test(value) ? [] : [labelValueText]),
];

/** Keys of a ConfigMap or Secret. */
export const configKey: NameRule = key => {
  if (key === '.' || key === '..') return [`must not be '${key}'`];
  return [
    ...longest(key, 253),
    ...(/^[-._a-zA-Z0-9]+$/.test(key) ? [] : [keyText]),
    ...(key.startsWith('..') ? ["must not start with '..'"] : []),
  ];
};

/** A port by its name. */
export const portName: NameRule = name => [
  ...longest(name, 15),
  ...(/^[-a-z0-9]+$/.test(name)
    ? []
    : ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']),
  ...(/[a-z]/.test(name) ? [] : ['must contain at least one letter (a-z)']),
  ...(name.includes('--') ? ['must not contain consecutive hyphens'] : []),
  ...(/^-|-$/.test(name) ? ['must not begin or end with a hyphen'] : []),
];

/** The five characters that the API server puts behind `generateName`. */
export function generatedSuffix(): string {
  const letters = 'bcdfghjklmnpqrstvwxz2456789';
  return [...crypto.getRandomValues(new Uint8Array(5))]
    .map(byte => letters[byte % letters.length])
    .join('');
}
