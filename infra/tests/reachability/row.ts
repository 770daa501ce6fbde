import type { Flow } from './flow.ts';

/** Something that a way needs, and what is said where it is missing. */
export type Need = [part: string, said: string];

/** A flow of the document, with what is to be said of it. */
export interface Row {
  what: string;
  flow: Flow;
  /** The whole way. */
  hops: string[];
  /** For one that arrives: each of these missing, it does not. */
  needs?: Need[];
  /** For one that is refused: by what. */
  refusedBy?: string;
}

/** Pods leave the overlay with the address of their node. */
export const pod = 'aks-subnet';
/** Of the machines that the portal alone runs on. */
export const portal = 'portal-subnet';
/** Of what builds images inside of the network. */
export const builder = 'build-subnet';
export const [spoke, hub] = ['vnet-contoso-koreacentral-01', 'vnet-contoso-koreacentral-prd-01'];
export const firewall = 'afw-contoso-krc-01';
/** Of the recorded size, dev. */
export const policy = `afwp-${firewall}-standard`;
/** The first hop of every question for a name. */
export const proxy = `${firewall} (DNS)`;

/** What every question for a name needs. */
export const asking: Need[] = [
  [`DNS of ${spoke}`, 'nobody answers at 10.255.255.1'],
  [`DNS proxy of ${policy}`, `${firewall} is no DNS proxy`],
  [firewall, 'nobody answers at 10.100.0.4'],
  ...[spoke, hub].flatMap((one): Need[] => [
    [`peering of ${one}`, `${spoke} does not reach ${hub}`],
    [`access by peering of ${one}`, `${spoke} does not reach ${hub}`],
  ]),
];
