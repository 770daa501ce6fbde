/** One instruction of a Containerfile. */
export interface Instruction {
  /** First line in the file, from 1. */
  line: number;
  name: string;
  /** Flags before the arguments: `--from=build` is `{ from: 'build' }`. */
  flags: Record<string, string>;
  /** What follows, with continued lines joined. */
  text: string;
  /** As it stands in the file, on one line. */
  source: string;
}

/** What is wrong in a Containerfile, with the line that is. */
export class ContainerfileError extends Error {
  constructor(instruction: Pick<Instruction, 'line' | 'source'>, message: string) {
    super(`line ${instruction.line} (${instruction.source}): ${message}`);
  }
}

const known = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];

/** @throws ContainerfileError naming the line of an instruction that does not exist */
export function parseContainerfile(text: string): Instruction[] {
  const instructions: Instruction[] = [];
  let open: { line: number; parts: string[] } | undefined;
  const close = () => {
    if (!open) return;
    instructions.push(instruction(open.line, open.parts.join(' ').trim()));
    open = undefined;
  };
  text.split(/\r?\n/).forEach((raw, index) => {
    const line = raw.trim();
    if (line.startsWith('#') || line === '') return;
    open ??= { line: index + 1, parts: [] };
    const continued = line.endsWith('\\');
    open.parts.push(continued ? line.slice(0, -1).trim() : line);
    if (!continued) close();
  });
  close();
  return instructions;
}

function instruction(line: number, source: string): Instruction {
  const [, word, rest = ''] = /^(\S+)\s*(.*)$/s.exec(source) ?? [];
  const name = word.toUpperCase();
  if (!known.includes(name))
    throw new ContainerfileError({ line, source }, `unknown instruction ${word}.`);
  if (/<<-?["']?\w+/.test(rest) && ['RUN', 'COPY', 'ADD'].includes(name))
    throw new ContainerfileError({ line, source }, 'here-documents are not built by the sandbox.');
  const flags: Record<string, string> = {};
  let text = rest;
  for (
    let flag = /^--([\w-]+)(?:=(\S*))?\s+/.exec(text);
    flag;
    flag = /^--([\w-]+)(?:=(\S*))?\s+/.exec(text)
  ) {
    flags[flag[1]] = flag[2] ?? '';
    text = text.slice(flag[0].length);
  }
  return { line, name, flags, text, source };
}

/** Splits words as a shell does, quotes taken away. */
export function wordsOf(text: string): string[] {
  const found = text.match(/(?:"(?:\\.|[^"])*"|'[^']*'|\\.|[^\s"'\\])+/gs) ?? [];
  return found.map(word =>
    word.replace(/"((?:\\.|[^"])*)"|'([^']*)'|\\(.)/gs, (_, double, single, one) =>
      double !== undefined ? double.replace(/\\(["\\$])/g, '$1') : (single ?? one),
    ),
  );
}

/** The list form `["node", "main.js"]`; undefined when it is the shell form. */
export function listForm(text: string): string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(one => typeof one === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

/** `$NAME`, `${NAME}`, `${NAME:-default}`; single quotes and a backslash keep a dollar. */
export function substituted(text: string, values: Record<string, string>): string {
  return text.replace(
    /\\\$|\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g,
    (whole, plain?: string, braced?: string, fallback = '') =>
      whole === '\\$' ? '$' : values[plain ?? ''] || values[braced ?? ''] || fallback,
  );
}

/** `ENV A=1 B="two words"`, or the old form `ENV A one value`. */
export function pairsOf(text: string): [name: string, value: string][] {
  const old = /^(\w+)\s+([^=\s].*)$/s.exec(text);
  if (old) return [[old[1], old[2]]];
  return wordsOf(text).map(word => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [undefined, word, ''];
    return [name, value];
  });
}
