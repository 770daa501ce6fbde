import type { Config } from '@backstage/config';
import { forms, isCidr, type Read } from './values';

/** From where chat reaches an app's pods; at least one of both has an entry. */
interface ChatOrigin {
  namespaces: string[];
  cidrs: string[];
}

/** How the portal reaches an agent. */
export type Agents =
  | {
      via: 'kubernetes-api';
      /** Left out: the konnectivity agents. */
      from?: ChatOrigin;
    }
  | {
      via: 'url';
      /** Without a trailing slash. */
      url: string;
      from: ChatOrigin;
    };

/** @throws InputError with the key and what is expected */
export function readAgents(config: Config, read: Read): Agents {
  const via = read.oneOf('agents.via', ['kubernetes-api', 'url'], 'kubernetes-api');
  const from = readChatOrigin(config, read);
  if (via === 'kubernetes-api') return { via, from };
  const url = config.getString('agents.url');
  const placeholders = [...url.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  const known = placeholders.every(name => ['service', 'namespace', 'port'].includes(name));
  if (!/^https?:\/\//.test(url) || !known || !placeholders.includes('namespace'))
    throw read.fail('agents.url', 'an address with {service}, {namespace} and perhaps {port}');
  const insecure = config.getOptionalBoolean('agents.insecure') ?? false;
  if (!insecure && !isProtected(url))
    throw read.fail(
      'agents.url',
      'https://, because what people ask and who they are goes along (http:// to a Service of the cluster, or with agents.insecure: true beside it)',
    );
  if (!from)
    throw read.fail('agents.from', 'the namespaces or cidrs from which the url reaches the pods');
  return { via, url: url.replace(/\/+$/, ''), from };
}

/** A Service of the cluster speaks what its pods speak, and its traffic stays in the cluster's network; so does this machine's. */
const isProtected = (url: string) =>
  /^(https:|http:\/\/([^/:@]+\.svc(\.cluster\.local)?|localhost|127\.[\d.]+)(:[^/@]*)?(\/|$))/.test(
    url,
  );

function readChatOrigin(config: Config, read: Read): ChatOrigin | undefined {
  if (!config.has('agents.from')) return undefined;
  const list = (key: string, isValid: (value: string) => boolean, expected: string) => {
    const values = config.getOptionalStringArray(`agents.from.${key}`) ?? [];
    if (!values.every(isValid)) throw read.fail(`agents.from.${key}`, expected);
    return values;
  };
  const [dnsLabel] = forms.dnsLabel;
  const namespaces = list('namespaces', value => dnsLabel.test(value), 'names of namespaces');
  const cidrs = list('cidrs', isCidr, 'address ranges such as 10.2.4.0/24');
  if (namespaces.length + cidrs.length === 0)
    throw read.fail('agents.from', 'namespaces or cidrs, at least one');
  return { namespaces, cidrs };
}
