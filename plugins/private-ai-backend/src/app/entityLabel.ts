import { createHash } from 'node:crypto';

/** Value of the label `private-ai-entity`: the first 32 hexadecimal digits of the entity reference's SHA-256. */
export function entityLabel(entityRef: string): string {
  return createHash('sha256').update(entityRef.toLowerCase()).digest('hex').slice(0, 32);
}
