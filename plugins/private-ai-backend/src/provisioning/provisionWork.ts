import { InputError } from '@backstage/errors';
import type { Azure } from '../azure/azureFor';
import type { LandingZone } from '../config';
import type { ClusterClient } from '../kubernetes/client';
import { nameProblems, namesOf } from '../landingZones/names';
import type { Work } from '../operations/work';
import { appGraph } from './appGraph';
import { systemClock, type Clock } from './clock';
import { provision } from './engine';

/** Makes, or brings back to order, everything that an application needs before its image. */
export function createProvisionWork(deps: {
  azure(zone: LandingZone): Azure;
  cluster(zone: LandingZone): ClusterClient;
  clock?: Clock;
}): Work<'provision'> {
  return {
    kind: 'provision',
    async run({ operation, zone, signal, log, checkpoints }) {
      const request = operation.input;
      const names = namesOf(request, zone);
      const [problem] = nameProblems(names);
      if (problem) throw new InputError(problem);
      const graph = appGraph(
        { request, names, zone },
        { azure: deps.azure(zone), cluster: deps.cluster(zone) },
      );
      const { writes } = await provision(graph, {
        signal,
        log,
        clock: deps.clock ?? systemClock,
        token: id => ({
          get: () => checkpoints.get(`poller:${id}`),
          set: value => checkpoints.set(`poller:${id}`, value),
        }),
      });
      log(writes ? `Everything is there; ${writes} things were written.` : 'Everything was there.');
      return {
        namespace: names.namespace,
        foundryAccount: names.foundryAccount,
        modelDeployment: names.modelDeployment,
        identity: names.identity,
        connector: names.connector,
        service: names.service,
      };
    },
  };
}
