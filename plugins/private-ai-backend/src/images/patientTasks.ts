import type { Patiently } from '../engine/patiently';
import type { RegistryTasks } from './registryTasks';

/**
 * A registry that may be away for a while. A build that was scheduled by a request without an answer is scheduled twice: both
 * make the same image. An upload is repeated with the packing before it, which gives its place on the disk back meanwhile; cancelling
 * has no time to wait.
 */
export const patientTasks = (tasks: RegistryTasks, patient: Patiently): RegistryTasks => ({
  ...tasks,
  schedule: (...of) => patient(() => tasks.schedule(...of)),
  run: (...of) => patient(() => tasks.run(...of)),
  log: (...of) => patient(() => tasks.log(...of)),
});
