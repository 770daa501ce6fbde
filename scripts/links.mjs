// What the Markdown files of a folder point to and is not there: files, headings, pictures, and paths in backticks.
import { existsSync, globSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { lexer, walkTokens } from 'marked';

/** Not ours, or written for another repository. */
const left =
  /(^|\/)(node_modules|dist|dist-types|coverage|\.git|\.cache|\.sandbox[^/]*|skeletons)(\/|$)/;

/**
 * @param {string} root the repository's folder
 * @returns a sentence for each, with its file
 */
export function brokenLinks(root) {
  const files = markdownIn(root);
  const pages = new Map(files.map(file => [join(root, file), pageOf(join(root, file))]));
  return [...pages].flatMap(([file, { targets, paths }]) => {
    const where = relative(root, file);
    return [
      ...targets.flatMap(target => brokenTarget(target, file, pages)),
      ...paths.flatMap(path => brokenPath(path, file, root)),
    ].map(sentence => `${where}: ${sentence}`);
  });
}

const markdownIn = root =>
  globSync('**/*.md', { cwd: root, exclude: path => left.test(path) }).filter(
    path => !left.test(path),
  );

/** A page's headings as anchors, what it links to, and what it writes in backticks. */
function pageOf(file) {
  const anchors = new Set();
  const targets = [];
  const paths = [];
  const html = text => {
    for (const [, target] of text.matchAll(/\b(?:href|src)="([^"]+)"/g)) targets.push(target);
    for (const [, anchor] of text.matchAll(/\b(?:id|name)="([^"]+)"/g)) anchors.add(anchor);
  };
  walkTokens(lexer(readFileSync(file, 'utf8')), token => {
    if (token.type === 'heading') anchors.add(anchorOf(plainText(token.tokens), anchors));
    if (token.type === 'link' || token.type === 'image') targets.push(token.href);
    if (token.type === 'codespan') paths.push(token.text);
    if (token.type === 'code') paths.push(...token.text.split(/\s+/));
    if (token.type === 'html') html(token.raw);
  });
  return { anchors, targets, paths };
}

const plainText = tokens =>
  tokens.map(({ tokens: inner, text }) => (inner ? plainText(inner) : text)).join('');

/** As hosts make them: letters and digits of any language, dashes for spaces, a number behind what is there already. */
function anchorOf(heading, taken) {
  const words = heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc} -]/gu, '');
  const anchor = words.replaceAll(' ', '-');
  if (!taken.has(anchor)) return anchor;
  let times = 1;
  while (taken.has(`${anchor}-${times}`)) times += 1;
  return `${anchor}-${times}`;
}

function brokenTarget(target, file, pages) {
  if (/^[a-z][a-z+.-]*:/i.test(target)) return [];
  const [path, anchor] = decodeURI(target).split('#');
  const found = path === '' ? file : join(dirname(file), path);
  if (!existsSync(found)) return [`there is no ${path}`];
  if (anchor === undefined) return [];
  const page = pages.get(found);
  if (page?.anchors.has(anchor)) return [];
  return [`${path || 'it'} has no heading #${anchor}`];
}

/** A path is one whose first folder is there: in the repository, beside the document, or in the package's `src`. */
function brokenPath(text, file, root) {
  const path = text.replace(/[:#]L?\d+(-L?\d+)?$/, '');
  const [, folder] =
    /^([\w.@-]+)\/[^\s()"'$`?=&|;,]*$/.exec(path.replaceAll(/\{[^}]*\}/g, '')) ?? [];
  if (folder === undefined || folder.startsWith('..')) return [];
  const places = [root, dirname(file), join(dirname(file), 'src')].filter(place =>
    foldersIn(place).includes(folder),
  );
  // `<type>` and `…` stand for any name.
  const pattern = path.replace(/<[^>]*>|…/g, '*').replace(/\/$/, '');
  if (places.length === 0 || places.some(place => globSync(pattern, { cwd: place }).length > 0))
    return [];
  return [`there is no ${path}`];
}

function foldersIn(place) {
  if (!existsSync(place)) return [];
  return readdirSync(place).filter(
    name => name !== 'node_modules' && statSync(join(place, name)).isDirectory(),
  );
}
