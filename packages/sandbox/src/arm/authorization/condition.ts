/** What a condition is asked about: the action, and the attributes that it may look at. */
export interface Circumstances {
  action: string;
  /** `Request` and `Resource`, each from an attribute's full name in small letters to its values. */
  attributes: Record<'request' | 'resource', Record<string, string[]>>;
}

/** A condition of a role assignment, ready to be asked. */
export type Condition = (circumstances: Circumstances) => boolean;

type Token = { kind: 'word' | 'text' | 'mark'; value: string };

const quantifiers = [
  'ForAnyOfAnyValues',
  'ForAllOfAnyValues',
  'ForAnyOfAllValues',
  'ForAllOfAllValues',
];
const plain = (value: string) => value.replace(/[{}-]/g, '').toLowerCase();
const comparisons: Record<string, (actual: string, wanted: string) => boolean> = {
  guidequals: (actual, wanted) => plain(actual) === plain(wanted),
  stringequals: (actual, wanted) => actual === wanted,
  stringequalsignorecase: (actual, wanted) => actual.toLowerCase() === wanted.toLowerCase(),
  stringlike: (actual, wanted) => like(actual, wanted),
  stringstartswith: (actual, wanted) => actual.startsWith(wanted),
  stringstartswithignorecase: (actual, wanted) =>
    actual.toLowerCase().startsWith(wanted.toLowerCase()),
};

/**
 * Reads a condition of version 2.0, the part that role assignments are held by: `AND`, `OR`, `!`, brackets,
 * `ActionMatches{…}`, `Exists`, and comparisons of `@Request[…]` and `@Resource[…]` with one or many values.
 * https://learn.microsoft.com/azure/role-based-access-control/conditions-format
 * @throws Error with what is wrong and where
 */
export function parseCondition(text: string): Condition {
  const tokens = tokensOf(text);
  let at = 0;
  const peek = () => tokens[at]?.value;
  const fail = (wanted: string): never => {
    throw new Error(`the condition has '${peek() ?? 'its end'}' where ${wanted} is expected`);
  };
  const take = (wanted?: string): string => {
    const token = tokens[at];
    if (!token || (wanted !== undefined && token.value !== wanted))
      return fail(`'${wanted ?? 'more'}'`);
    at += 1;
    return token.value;
  };
  const isWord = (...words: string[]) => words.includes(String(peek()).toLowerCase());

  const either = (): Condition => {
    const parts = [both()];
    while (isWord('or', '||')) {
      take();
      parts.push(both());
    }
    return one => parts.some(part => part(one));
  };
  const both = (): Condition => {
    const parts = [single()];
    while (isWord('and', '&&')) {
      take();
      parts.push(single());
    }
    return one => parts.every(part => part(one));
  };
  const single = (): Condition => {
    if (isWord('!', 'not')) {
      take();
      const inner = single();
      return one => !inner(one);
    }
    if (peek() === '(') {
      take();
      const inner = either();
      take(')');
      return inner;
    }
    if (isWord('actionmatches')) {
      take();
      const [pattern] = values();
      return ({ action }) => like(action.toLowerCase(), pattern.toLowerCase());
    }
    if (isWord('exists')) {
      take();
      const read = attribute();
      return one => read(one).length > 0;
    }
    return comparison();
  };
  const attribute = (): ((one: Circumstances) => string[]) => {
    const [, source, name] = /^@(Request|Resource)\[([^\]]+)\]$/i.exec(peek() ?? '') ?? [];
    if (!name) return fail('@Request[…] or @Resource[…]');
    take();
    const side = source.toLowerCase() as 'request' | 'resource';
    return ({ attributes }) => attributes[side][name.toLowerCase()] ?? [];
  };
  const comparison = (): Condition => {
    const read = attribute();
    let word = take();
    let quantifier = 'ForAnyOfAnyValues';
    if (word.includes(':')) {
      const [before, after] = word.split(':');
      const known = quantifiers.find(name => name.toLowerCase() === before.toLowerCase());
      if (!known) return fail(`one of ${quantifiers.join(', ')} instead of ${before}`);
      [quantifier, word] = [known, after];
    }
    const negated = /Not(?=Equals|Like|StartsWith)/i.test(word);
    const compare = comparisons[word.replace(/Not(?=Equals|Like|StartsWith)/i, '').toLowerCase()];
    if (!compare) return fail(`a comparison that the sandbox knows instead of ${word}`);
    const wanted = values();
    const matches = (actual: string, value: string) => compare(actual, value) !== negated;
    const [left, right] = /^For(Any|All)Of(Any|All)Values$/.exec(quantifier)?.slice(1) ?? [];
    return one => {
      const actual = read(one);
      // An attribute that is not there compares with nothing, and what `All` of nothing would grant is not granted.
      if (actual.length === 0) return false;
      const holds = (value: string) =>
        right === 'Any'
          ? wanted.some(each => matches(value, each))
          : wanted.every(each => matches(value, each));
      return left === 'Any' ? actual.some(holds) : actual.every(holds);
    };
  };
  /** `{a, 'b'}`, or one value alone. */
  const values = (): string[] => {
    if (peek() !== '{') return [take()];
    take('{');
    const found: string[] = [];
    while (peek() !== '}') {
      found.push(take());
      if (peek() === ',') take();
    }
    take('}');
    return found.length ? found : fail('a value');
  };

  const condition = either();
  if (at < tokens.length) fail('the end');
  return condition;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const form = /\s+|'((?:[^'\\]|\\.)*)'|(@\w+\[[^\]]*\])|(&&|\|\||[(){},!])|([^\s(){},!']+)/gy;
  let at = 0;
  for (const match of text.matchAll(form)) {
    at = (match.index ?? 0) + match[0].length;
    const [, quoted, attribute, mark, word] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted });
    else if (attribute ?? word) tokens.push({ kind: 'word', value: attribute ?? word });
    else if (mark) tokens.push({ kind: 'mark', value: mark });
  }
  if (at < text.length)
    throw new Error(`the condition cannot be read from '${text.slice(at, at + 20)}' on`);
  return tokens;
}

/** `*` stands for anything. */
function like(text: string, pattern: string): boolean {
  const escaped = pattern.split('*').map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`).test(text);
}
