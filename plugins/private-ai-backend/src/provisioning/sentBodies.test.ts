import { needing, outsideTruth } from '../../../../testing/outsideTruth';
import { apiVersions } from '../azure/apiVersions';
import { azureFor } from '../azure/azureFor';
import { startLocalAzure, type LocalAzure } from '../testing/localAzure';
import { foundryAccountId } from '../azure/foundryAccount';
import type { LandingZone } from '../config/landingZone';
import { isMade, type AzureResource } from '../resources/descriptor';
import { descriptors, placedIn } from '../resources/descriptors';
import { appIn, provisionIn, putsOf, type Put } from '../testing/appInAzure';

const checker = outsideTruth('azure-types/check.mjs');

const mini = { name: 'gpt-4.1-mini', version: '2025-04-14', sku: 'Standard', capacity: 5 };
/** The types that the portal makes there. */
const madeIn = (zone: LandingZone): string[] =>
  descriptors
    .filter(one => one.in === 'azure' && one.made && isMade(one, placedIn(zone)))
    .map(one => (one as AzureResource).type.type);
const known = (types: string[]) => [...new Set(types)].sort();

needing(checker, describe)(
  'every body that a provisioning sends, held against Microsoft’s published shapes',
  () => {
    let local: LocalAzure;

    beforeAll(async () => {
      local = await startLocalAzure();
    });
    afterAll(() => local?.stop());

    /** Provisions an application; the PUTs that came of it. */
    async function sent(name: string, zone: LandingZone): Promise<Put[]> {
      const before = (await putsOf(local)).length;
      await provisionIn(azureFor(zone, { ca: local.ca }), appIn(zone, name, mini));
      return (await putsOf(local)).slice(before);
    }

    const faultsOf = (puts: Put[]) => {
      const { checkBody } = require(checker.path);
      return puts.flatMap(({ id, type, apiVersion, body }) =>
        checkBody(`${type}@${apiVersion}`, body).map((fault: string) => `${id}: ${fault}`),
      );
    };
    const typesOf = (puts: Put[]) => [...new Set(puts.map(({ type }) => type))].sort();

    it('with an account of its own, and with a shared one, which itself is not written', async () => {
      const own = await sent('own', local.zone);
      expect(faultsOf(own)).toEqual([]);
      expect(typesOf(own)).toEqual(known(madeIn(local.zone)));

      const accountId = foundryAccountId(appIn(local.zone, 'own', mini));
      const zone: LandingZone = { ...local.zone, foundry: { account: 'shared', accountId } };
      const sharing = await sent('sharing', zone);
      expect(faultsOf(sharing)).toEqual([]);
      // It runs the model already.
      const shared = known(madeIn(zone));
      expect(typesOf(sharing)).toEqual(shared.filter(type => !/deployments$/.test(type)));

      const { arm } = azureFor(local.platformZone, { ca: local.ca });
      const signal = new AbortController().signal;
      const deployment = `${accountId}/deployments/${mini.name}`;
      await arm.remove(deployment, apiVersions.cognitiveServices, { signal });
      const first = await sent('first', zone);
      expect(faultsOf(first)).toEqual([]);
      expect(typesOf(first)).toEqual(shared);
    });

    it('and names what is not held, or not as published', async () => {
      const [put] = await putsOf(local);
      const properties = { ...put.body.properties, invented: true };
      expect(faultsOf([{ ...put, body: { ...put.body, properties } }])).toEqual([
        expect.stringContaining('$.properties.invented: unknown property'),
      ]);
      expect(faultsOf([{ ...put, type: 'Microsoft.Network/natGateways' }])).toEqual([
        expect.stringContaining('no such resource type and version here'),
      ]);
    });
  },
);
