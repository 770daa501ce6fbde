import type { GitAnswer } from './answer.ts';
import type { RepositoryRecord } from './repositories.ts';

/** The host's first page: its repositories. */
export function homePage(records: RepositoryRecord[]): GitAnswer {
  const rows = records.map(
    ({ owner, name, description }) =>
      `<li><a href="/${owner}/${name}">${escaped(`${owner}/${name}`)}</a> ${escaped(description)}</li>`,
  );
  return page('Repositories', `<ul>${rows.join('') || '<li>There is none yet.</li>'}</ul>`);
}

export function page(title: string, body: string, status = 200): GitAnswer {
  return {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy':
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    },
    body: `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escaped(title)}</title>
<style>body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{width:100%;border-collapse:collapse}td{border-top:1px solid #8884;padding:.3rem}td+td{text-align:right}td.when{white-space:nowrap}pre{overflow:auto;border:1px solid #8884;padding:1rem;tab-size:4}pre.said,pre.readme{white-space:pre-wrap}ins,del{text-decoration:none;display:block}ins{background:#2a852a33}del{background:#c0303033}pre b{display:block}nav a{margin-right:1rem}a:focus-visible{outline:2px solid}</style>
<main><h1>${escaped(title)}</h1>${body}</main></html>`,
  };
}

export const escaped = (text: string) =>
  text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
