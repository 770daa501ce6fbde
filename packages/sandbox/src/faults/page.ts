import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const html = readFileSync(join(import.meta.dirname, 'page.html'), 'utf8');
const [, script] = /<script>([^]*)<\/script>/.exec(html) ?? [];

/** The page on which a person switches faults: nothing of another origin runs in it, and nobody frames it. */
export const faultsPage = {
  headers: {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      "default-src 'none'",
      "connect-src 'self'",
      "style-src 'unsafe-inline'",
      `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`,
      "frame-ancestors 'none'",
    ].join('; '),
  },
  html,
};
