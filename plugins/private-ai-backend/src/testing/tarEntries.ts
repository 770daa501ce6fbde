import { Header } from 'tar';

/** An entry of a tar as nobody's tool makes it: its header, and its content in whole blocks. */
export function tarEntry(
  path: string,
  entry: { content?: string; size?: number; linkpath?: string; type?: 'Link' | 'Directory' } = {},
): Buffer {
  const { content = '', size = content.length, linkpath } = entry;
  const type = entry.type ?? (linkpath ? 'SymbolicLink' : 'File');
  const header = new Header({ path, size, type, linkpath, mode: 0o755, mtime: new Date(0) });
  const head = Buffer.alloc(512);
  header.encode(head);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([head, body]);
}

/** Its end. */
export const tarEnd = Buffer.alloc(1024);
