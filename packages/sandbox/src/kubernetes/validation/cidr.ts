import { BlockList, isIP } from 'node:net';

interface Block {
  address: string;
  bits: number;
  family: 'ipv4' | 'ipv6';
}

/** `10.2.0.0/22` taken apart; or what is wrong with it, in the API server's words. */
export function parseCidr(text: string): Block | string {
  const [, address = '', length = ''] = /^([^/]+)\/(\d{1,3})$/.exec(text) ?? [];
  const plain = address.replace(/(^|\.)0+(?=\d)/g, '$1');
  const version = isIP(plain);
  const bits = Number(length);
  if (!version || bits > (version === 4 ? 32 : 128)) {
    return 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
  }
  if ((version === 4 && plain !== address) || /^0\d/.test(length)) {
    return 'must not have leading 0s in IP or prefix length';
  }
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (bitsBehind({ address, bits, family })) {
    return 'must not have bits set beyond the prefix length';
  }
  return { address, bits, family };
}

/** Whether the first block lies in the second and is smaller. */
export function isStrictSubset(inner: Block, outer: Block): boolean {
  if (inner.family !== outer.family || inner.bits <= outer.bits) return false;
  const list = new BlockList();
  list.addSubnet(outer.address, outer.bits, outer.family);
  return list.check(inner.address, inner.family);
}

const width = { ipv4: 32n, ipv6: 128n };

function bitsBehind({ address, bits, family }: Block): boolean {
  const mask = (1n << (width[family] - BigInt(bits))) - 1n;
  return (numberOf(address, family) & mask) !== 0n;
}

function numberOf(address: string, family: Block['family']): bigint {
  if (family === 'ipv4') {
    return address.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
  }
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text ? text.split(':') : []);
  const [front, back] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  return [...front, ...Array<string>(zeros).fill('0'), ...back].reduce(
    (sum, part) => sum * 65536n + BigInt(`0x${part}`),
    0n,
  );
}
