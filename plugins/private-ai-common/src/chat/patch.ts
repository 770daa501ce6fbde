import { applyPatch, type Operation } from 'fast-json-patch';

/**
 * An RFC 6902 patch, all or nothing: the document given is never touched.
 * @returns the new document, or why no operation took effect
 */
export function patched<T>(document: T, patch: unknown): { value: T } | { problem: string } {
  try {
    const { newDocument } = applyPatch(document, patch as Operation[], true, false);
    return { value: newDocument };
  } catch (error) {
    // The library's message carries the whole document behind its first line.
    return { problem: String((error as Error).message).split('\n')[0] };
  }
}
