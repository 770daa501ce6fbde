import type { ClusterClient } from '../kubernetes/client';
import type { Patiently } from './patiently';

/** A cluster whose API may be away for a while. What is applied or removed once more is the same. */
export const patientCluster = (cluster: ClusterClient, patient: Patiently): ClusterClient => ({
  get: (...of) => patient(() => cluster.get(...of)),
  list: (...of) => patient(() => cluster.list(...of)),
  apply: (...of) => patient(() => cluster.apply(...of)),
  scale: (...of) => patient(() => cluster.scale(...of)),
  remove: (...of) => patient(() => cluster.remove(...of)),
  logs: (...of) => patient(() => cluster.logs(...of)),
  connection: () => patient(() => cluster.connection()),
  user: (...of) => patient(() => cluster.user(...of)),
});
