import { readFile } from 'node:fs/promises';
import { createLocalJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose';

/**
 * The portal's public keys, from a file with a JSON Web Key Set. It is read at every use, being small: the cluster puts
 * another in its place while keys rotate.
 */
export function portalKeys(file: string): () => Promise<JWTVerifyGetKey> {
  let read: { text: string; keys: JWTVerifyGetKey } | undefined;
  return async () => {
    const text = await readFile(file, 'utf8');
    if (text !== read?.text) {
      read = { text, keys: createLocalJWKSet(JSON.parse(text) as JSONWebKeySet) };
    }
    return read.keys;
  };
}
