// Every call of a provision and every removal of a retirement times every fault that it can have, each in an application of
// its own; then what is in Azure and the cluster is held against what should be.
import { runMatrix, summed } from './provisioning/faultsRun.mjs';

export default async function faults() {
  const cases = await runMatrix(
    () => true,
    line => console.error(line),
  );
  const { table, result, wrong } = summed(cases);
  for (const sentence of wrong) console.log(`wrong: ${sentence}`);
  return { table, result };
}
