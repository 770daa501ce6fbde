import { X509Certificate } from 'node:crypto';
import type { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';

/** A configuration value that was read and found wrong: names the full key and what is expected. */
function refused(config: Config, root: string, key: string, expected: string): InputError {
  const value = config.getOptional(key);
  return new InputError(
    `The configuration value ${root}.${key} is ${JSON.stringify(value) ?? 'missing'}: expected ${expected}.`,
  );
}

/** The forms that strings of a landing zone come in. */
export const forms = {
  zoneName: [/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'lower-case letters, digits and dashes'],
  uuid: [/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'a GUID'],
  region: [/^[a-z0-9]+$/, 'an Azure region in its short form, such as koreacentral'],
  https: [/^https:\/\/[^/\s?#]+(\/[^\s?#]*)?$/, 'an https:// address'],
  http: [/^https?:\/\/[^/\s?#]+(\/[^\s?#]*)?$/, 'an http:// or https:// address'],
  host: [/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d+)?$/i, 'a host name'],
  dnsLabel: [/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'a DNS label'],
  image: [/^[a-z0-9][\w.:/@-]*$/, 'an image, such as registry.example/name:1.0'],
  repositories: [
    /^([a-z0-9]+([._-]+[a-z0-9]+)*\/)+$/,
    "how repositories' names begin, with the last slash, such as library/",
  ],
  roleName: [/^[a-zA-Z0-9]([a-zA-Z0-9:._-]*[a-zA-Z0-9])?$/, 'the name of a ClusterRole'],
  podSecurityVersion: [/^(latest|v1\.\d{1,2})$/, 'a version such as v1.33, or latest'],
  subnetId: resource('Microsoft.Network/virtualNetworks', 'subnets'),
  dnsZoneId: resource('Microsoft.Network/privateDnsZones'),
  clusterId: resource('Microsoft.ContainerService/managedClusters'),
  registryId: resource('Microsoft.ContainerRegistry/registries'),
  foundryAccountId: resource('Microsoft.CognitiveServices/accounts'),
} satisfies Record<string, readonly [RegExp, string]>;

/** Reads strings below one key of the configuration, each held against its form. */
export function reader(config: Config, root: string) {
  const fail = (key: string, expected: string) => refused(config, root, key, expected);
  /** For a value that may hold what nobody should read in a log. */
  const failUnseen = (key: string, expected: string) =>
    new InputError(`The configuration value ${root}.${key} is wrong: expected ${expected}.`);
  const optional = (key: string, [form, expected]: readonly [RegExp, string]) => {
    const value = config.getOptionalString(key);
    if (value !== undefined && !form.test(value)) throw fail(key, expected);
    return value;
  };
  return {
    fail,
    failUnseen,
    optional,
    text(key: string, form: readonly [RegExp, string]): string {
      config.getString(key);
      return optional(key, form)!;
    },
    list(key: string, [form, expected]: readonly [RegExp, string]): string[] | undefined {
      const values = config.getOptionalStringArray(key);
      if (values?.some(value => !form.test(value))) throw fail(key, `a list, each ${expected}`);
      return values;
    },
    oneOf<T extends string>(key: string, values: readonly T[], otherwise?: T): T {
      const value = (config.getOptionalString(key) ?? otherwise) as T;
      if (!values.includes(value)) throw fail(key, `one of ${values.join(', ')}`);
      return value;
    },
    count(key: string, otherwise?: number): number {
      const value = config.getOptionalNumber(key) ?? otherwise;
      if (value === undefined || !Number.isInteger(value) || value < 1)
        throw fail(key, 'a whole number of at least 1');
      return value;
    },
    /** A map of strings; numbers are taken as their text, as YAML gives them. */
    map(key: string, form?: readonly [RegExp, string]): Record<string, string> {
      const value = config.getOptional<Record<string, unknown>>(key) ?? {};
      if (typeof value !== 'object' || Array.isArray(value)) throw fail(key, 'names with values');
      return Object.fromEntries(
        Object.entries(value).map(([name, item]) => {
          const taken = typeof item === 'number' ? String(item) : item;
          const wrong = `${form?.[1] ?? 'a text'} at ${name}`;
          if (typeof taken !== 'string' || (form && !form[0].test(taken))) throw fail(key, wrong);
          return [name, taken];
        }),
      );
    },
  };
}

export type Read = ReturnType<typeof reader>;

/** What keeps a text from being certificates of authorities, one after another, in PEM; undefined when it is such. */
export function bundleProblem(pem: string): string | undefined {
  const blocks = pem.match(/-----BEGIN [^-]+-----[^-]*-----END [^-]+-----/g) ?? [];
  if (blocks.length === 0) return 'there is none in it';
  for (const [index, block] of blocks.entries()) {
    if (!block.startsWith('-----BEGIN CERTIFICATE-----'))
      return `block ${index + 1} is no certificate`;
    try {
      const { ca, subject } = new X509Certificate(block);
      if (!ca) return `number ${index + 1}, ${subject.replaceAll('\n', ', ')}, is no authority's`;
    } catch {
      return `number ${index + 1} cannot be read`;
    }
  }
  return undefined;
}

/** A CIDR of IPv4 whose host bits are zero. */
export function isCidr(value: string): boolean {
  const match = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(value);
  if (!match) return false;
  const [bytes, bits] = [match.slice(1, 5).map(Number), Number(match[5])];
  if (bytes.some(byte => byte > 255) || bits > 32) return false;
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return address % 2 ** (32 - bits) === 0;
}

function resource(type: string, child?: string): readonly [RegExp, string] {
  const path = `/providers/${type}/[^/]+${child ? `/${child}/[^/]+` : ''}`;
  return [
    new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+${path}$`, 'i'),
    `the full id of a ${type}${child ? `/${child}` : ''}, beginning with /subscriptions/`,
  ];
}
