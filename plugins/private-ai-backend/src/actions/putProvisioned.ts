import type { OperationOutputs } from '@private-ai/plugin-private-ai-common';

type Provisioned = OperationOutputs['provision'];

const names = [
  ...['namespace', 'service', 'foundryAccount', 'modelDeployment', 'endpoint', 'identity'],
  ...['identityClientId', 'connector', 'connectorSecret', 'serviceAccount'],
] as (keyof Provisioned)[];

/** Puts out what a provisioning of the whole has made; of a part, what is its own. */
export function putProvisioned(
  { output }: { output(name: keyof Provisioned, value: string): void },
  outputs: Provisioned,
): void {
  for (const name of names) {
    const value = outputs[name];
    if (value !== undefined) output(name, value);
  }
}
