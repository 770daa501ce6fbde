// Every call of a provision times every fault that it can have, each in an application of its own; then what is in Azure and
// the cluster is held against what should be.
import { runMatrix, summed } from './provisioning/faultsRun.mjs';

export default async function faults() {
  const { table, result, wrong } = summed(
    await runMatrix(
      ({ shared }) => !shared,
      line => console.error(line),
    ),
  );
  for (const sentence of wrong) console.log(`wrong: ${sentence}`);
  return { table, result };
}
