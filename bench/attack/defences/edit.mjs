/**
 * How defences are taken out: a text that a source file has exactly once, and what stands in its place.
 * @returns for the rest of a path, what makes such edits of that file
 */
const filesOf =
  folder =>
  path =>
  (without, instead = '') => ({ file: `${folder}/${path}`, without, instead });

export const backend = filesOf('plugins/private-ai-backend/src');
export const common = filesOf('plugins/private-ai-common/src');
export const sandbox = filesOf('packages/sandbox/src');
export const portal = filesOf('packages/backend/src');
export const configuration = filesOf('.')('app-config.yaml');
