import { applyPatch, type Operation } from 'fast-json-patch';

/**
 * An RFC 6902 patch, all or nothing: the document given is never touched.
 *
 * fast-json-patch gets no releases any more and stays: it is the only one of three libraries that passes the RFC's whole
 * suite (rfc6902 5.4 cannot replace a document and writes into what objects inherit, immutable-json-patch 6.0
 * ignores what is missing), and AG-UI's own client applies its deltas with it. `patch.test.ts` holds where it ends.
 *
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
