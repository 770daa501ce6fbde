import { join } from 'node:path';
import type { Execute, PythonEnvironments } from './environments.ts';

const requirements = join(import.meta.dirname, 'instrumentation.txt');

/**
 * The packages of the operator's automatic instrumentation for Python, installed when they are first asked for and kept
 * for every sandbox of this person.
 * @returns asks for their folder; it rejects with one sentence when they cannot be installed
 */
export function pythonInstrumentation(
  environments: PythonEnvironments,
  execute: Execute,
): () => Promise<string> {
  let folder: Promise<string> | undefined;
  return () => {
    folder ??= environments.folderOf(requirements, execute).catch((cause: Error) => {
      folder = undefined;
      throw new Error(
        `the instrumentation for Python could not be installed from the package index: ${cause.message}`,
        { cause },
      );
    });
    return folder;
  };
}
