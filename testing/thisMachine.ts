import { devNull } from 'node:os';
import { findPython } from '../packages/sandbox/src/python/interpreter.ts';
import {
  fetchPrometheus,
  presentPrometheus,
} from '../packages/sandbox/src/telemetry/prometheusBinary.ts';

/** git without the settings of whoever runs the tests: nothing is signed, no hook runs. */
export const plainGit = { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: devNull };

/**
 * Why what needs a program is skipped; false where there is no problem.
 * @throws the problem where `PRIVATE_AI_TRUTHS` is set: there nothing is skipped
 */
export function lacking(problem: string | undefined): string | false {
  if (problem && process.env.PRIVATE_AI_TRUTHS)
    throw new Error(`${problem} PRIVATE_AI_TRUTHS is set, so nothing is skipped.`);
  return problem ?? false;
}

/** The Python that runs Python apps here, or one sentence. */
export const python = await findPython();

/** Why what runs Python apps is skipped. */
export const withoutPython = () =>
  lacking('problem' in python ? `${python.problem} On Debian: python3-venv.` : undefined);

/** Why what looks at metrics is skipped. A Prometheus that is not here yet is fetched first. */
export async function withoutPrometheus(): Promise<string | false> {
  const problem = presentPrometheus()
    ? undefined
    : await fetchPrometheus().then(
        () => undefined,
        (error: Error) => error.message,
      );
  return lacking(problem);
}
