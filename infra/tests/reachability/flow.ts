export interface Flow {
  /** A subnet (pods leave with the address of their node), a Managed Grafana, `Internet`, or `AzureLoadBalancer`. */
  from: string;
  /** A name, or an address. */
  to: string;
  port: number;
  protocol?: 'Tcp' | 'Udp';
}

export interface Verdict {
  allowed: boolean;
  /** That it went to; a public name's is nobody's here to say. */
  address?: string;
  /** How far it came, in order. */
  hops: string[];
  refusedBy?: string;
}

export const isAddress = (to: string): boolean => /^[\d.]+$/.test(to);

/** An address of the Internet, where nobody here knows which: one for documents, in no range of anybody's. */
export const somewhere = '198.51.100.1';
