import type { Json } from './host';

/** Bytes of what a host tells of a commit: whoever pushes writes its message. */
const largest = 256 * 1024;

/** An answer as JSON; nothing is told by none, by more than one commit takes, and by what is no object. */
export async function told(response: Response | undefined): Promise<Json> {
  if (!response?.body) return {};
  const chunks: Uint8Array[] = [];
  let size = 0;
  // What is left when the loop ends early is not read.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > largest) return {};
    chunks.push(chunk);
  }
  try {
    return Object(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  } catch {
    return {};
  }
}
