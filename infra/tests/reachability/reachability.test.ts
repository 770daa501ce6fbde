import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Verdict } from './flow.ts';
import { madeNetwork } from './madeNetwork.ts';
import { Network } from './network.ts';
import { outsideFlows } from './outsideFlows.ts';
import { privateFlows } from './privateFlows.ts';
import { reach } from './reach.ts';
import { refusedFlows } from './refusedFlows.ts';
import { pod, type Row } from './row.ts';
import { parts, type Part } from './without.ts';

const told = ({ hops, refusedBy }: Pick<Verdict, 'hops' | 'refusedBy'>) =>
  [...hops, ...(refusedBy ? [`refused by ${refusedBy}`] : [])].join(' → ');

describe('who reaches what, in the network that was made', () => {
  let asMade: Network;
  /** After the step that the landing zone leaves to people: somebody approved Grafana's way to the metrics. */
  let network: Network;
  let table: Row[];
  let all: Part[];
  const named = (name: string): Part[] => {
    const found = all.filter(one => one.name === name);
    assert.ok(found.length > 0, `there is no ${name}`);
    return found;
  };
  before(async () => {
    asMade = await madeNetwork();
    const [approval] = parts(asMade).filter(({ name }) => name === 'approval of prometheus');
    network = approval.turned?.() ?? asMade;
    table = [...privateFlows(network), ...outsideFlows(), ...refusedFlows(network)];
    all = parts(network);
  });

  test('the document’s flows arrive, or are refused, by the way that it says', () => {
    assert.deepEqual(
      table.map(({ what, flow }) => `${what}: ${told(reach(network, flow))}`),
      table.map(row => `${row.what}: ${told(row)}`),
    );
    for (const { what, flow, hops, refusedBy } of table) {
      const { allowed, address } = reach(network, flow);
      assert.equal(allowed, !refusedBy, what);
      if (hops.some(hop => hop.startsWith('endpoint route')))
        assert.match(String(address), /^10\.(1\.[01]|2\.[0-3])\./, what);
    }
  });

  test('what a way needs, it needs: without it the flow is refused, and the verdict names it', () => {
    for (const { what, flow, needs = [] } of table)
      for (const [name, said] of needs) {
        const verdicts = named(name).map(({ without }) => reach(without(), flow));
        const telling = verdicts.find(one => !one.allowed && told(one).includes(said));
        assert.ok(telling, `${what}, without ${name}: ${verdicts.map(told).join('; ')}`);
      }
  });

  test('what is refused is refused by that alone: where it is turned, the flow arrives', () => {
    for (const { what, flow, refusedBy } of table) {
      if (!refusedBy || /^no (public name|DNAT rule)/.test(refusedBy)) continue;
      const [{ without, turned }] = named(refusedBy);
      // The table is not empty words: without the rule it is another that refuses, or none.
      assert.notEqual(reach(without(), flow).refusedBy, refusedBy, what);
      const verdict = reach((turned ?? without)(), flow);
      assert.ok(verdict.allowed, `${what}, where ${refusedBy} is turned: ${told(verdict)}`);
    }
  });

  test('a firewall refuses what no rule names, also when its rules for all else are gone', () => {
    const bare = new Network(
      network.resources.filter(({ type }) => !/\/ruleCollectionGroups$/i.test(type)),
    );
    for (const { what, flow, refusedBy } of table)
      if (/^(App|Net)-Deny/.test(refusedBy ?? ''))
        assert.equal(reach(bare, flow).refusedBy, 'no rule of afw-contoso-krc-01', what);
  });

  test('Grafana waits until somebody approves it', () => {
    const row = table.find(({ what }) => what === 'Grafana → metrics') as Row;
    assert.equal(reach(asMade, row.flow).refusedBy, 'prometheus is Pending');
  });

  test('every private zone answers the spoke, out of the endpoints’ range or the nodes’', () => {
    const zones = network.of('Microsoft.Network/privateDnsZones');
    const records = (id: string) => network.of('Microsoft.Network/privateDnsZones/A', id);
    assert.deepEqual(
      zones.filter(({ id }) => records(id).length === 0).map(({ name }) => name),
      // The Grafana here has no endpoint for people.
      ['privatelink.grafana.azure.com'],
    );
    for (const zone of zones)
      for (const record of records(zone.id)) {
        const to = `${record.name}.${zone.name}`;
        const { hops, address } = reach(network, { from: pod, to, port: 443 });
        assert.equal(hops[2], zone.name, to);
        assert.match(
          String(address),
          zone.name.endsWith('.azmk8s.io') ? /^10\.1\.0\./ : /^10\.2\.[0-3]\./,
          to,
        );
      }
  });
});
