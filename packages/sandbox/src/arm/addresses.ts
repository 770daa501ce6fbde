/** IPv4 ranges in CIDR notation. */
interface Range {
  first: number;
  last: number;
}

function range(cidr: string): Range {
  const [address, bits] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const first = Math.floor(toNumber(address) / size) * size;
  return { first, last: first + size - 1 };
}

const toNumber = (address: string) =>
  address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (value: number) =>
  [24, 16, 8, 0].map(shift => Math.floor(value / 2 ** shift) % 256).join('.');

export function contains(outer: string, inner: string): boolean {
  const [a, b] = [range(outer), range(inner)];
  return a.first <= b.first && b.last <= a.last;
}

export function overlaps(one: string, other: string): boolean {
  const [a, b] = [range(one), range(other)];
  return a.first <= b.last && b.first <= a.last;
}

/** The lowest free addresses of a subnet; Azure keeps its first four and its last to itself. */
export function freeAddresses(subnet: string, taken: ReadonlySet<string>, count: number): string[] {
  const { first, last } = range(subnet);
  const free: string[] = [];
  for (let value = first + 4; value < last && free.length < count; value++) {
    const address = toAddress(value);
    if (!taken.has(address)) free.push(address);
  }
  return free;
}
