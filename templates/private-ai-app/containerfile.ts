interface Instruction {
  name: string;
  text: string;
}

/** The instructions of a Containerfile, comments gone and lines joined. */
function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n/g, ' ')
    .split('\n')
    .flatMap(line => {
      const found = /^\s*([A-Za-z]+)\s+(.*\S)/.exec(line);
      return found ? [{ name: found[1]!.toUpperCase(), text: found[2]! }] : [];
    });
}

const installs = /\b(npm (ci|i|install)|pip3? install|apt-get install)\b/;
const secret = /(pass(word|wd)?|secret|token|credential|api_?key|private_?key)\w*\b/i;

/**
 * What is wrong in an image definition, as sentences, by the rules of hadolint that matter here (its numbers where it has
 * one) and by those of a cluster that enforces `restricted`.
 */
export function containerfileProblems(text: string): string[] {
  const all = instructionsOf(text);
  const named = (name: string) => all.filter(each => each.name === name).map(each => each.text);
  const stages = named('FROM').flatMap(from => / as (\S+)$/i.exec(from)?.[1] ?? []);
  const runs = named('RUN');
  const copies = named('COPY');
  const users = named('USER');
  const firstInstall = all.findIndex(each => each.name === 'RUN' && installs.test(each.text));
  const copied = (what: RegExp) =>
    all.findIndex(each => each.name === 'COPY' && what.test(each.text));
  const problems: [boolean, string][] = [
    ...named('FROM').map((from): [boolean, string] => {
      const image = from.split(' ')[0]!;
      const pinned = stages.includes(image) || /:\d+\.\d+[\w.-]*@sha256:[\da-f]{64}$/.test(image);
      return [
        !pinned,
        `FROM ${image}: pin a version and its bytes, such as :3.12-slim@sha256:… (DL3006, DL3007)`,
      ];
    }),
    [users.length === 0, 'USER is missing: the image would run as root (DL3002)'],
    [
      users.length > 0 && !/^[1-9]\d*(:[1-9]\d*)?$/.test(users.at(-1)!),
      'USER: a number other than 0, since a cluster cannot tell who a name is (DL3002)',
    ],
    [
      all.findLastIndex(each => each.name === 'RUN') >
        all.findIndex(each => each.name === 'USER') && users.length > 0,
      'USER stands before a RUN: what is installed would be writable by the app',
    ],
    [named('ADD').length > 0, 'ADD: use COPY (DL3020)'],
    [
      [...named('CMD'), ...named('ENTRYPOINT')].some(command => !command.startsWith('[')),
      'CMD and ENTRYPOINT: the exec form, or signals do not arrive (DL3025)',
    ],
    [named('CMD').length !== 1, 'CMD: exactly one (DL4003)'],
    [
      named('WORKDIR').some(path => !path.startsWith('/')) || named('WORKDIR').length === 0,
      'WORKDIR: an absolute one (DL3000)',
    ],
    [
      runs.some(run => /\bnpm (ci|i|install)\b/.test(run) && !/\bnpm cache clean\b/.test(run)),
      'npm: clean its cache in the same RUN (DL3060 has it for yarn)',
    ],
    [runs.some(run => /\bnpm (i|install)\b/.test(run)), 'npm: `npm ci`, by the lock file (DL3016)'],
    [
      runs.some(run => /\bpip3? install\b/.test(run) && !/--no-cache-dir/.test(run)),
      'pip: --no-cache-dir (DL3042)',
    ],
    [
      runs.some(run => /\bpip3? install\b/.test(run) && !/--require-hashes/.test(run)),
      'pip: --require-hashes, by the lock file (DL3013)',
    ],
    [
      runs.some(run => /apt-get install/.test(run) && !/rm -rf \/var\/lib\/apt\/lists/.test(run)),
      'apt-get: remove its lists in the same RUN (DL3009)',
    ],
    [runs.some(run => /\bsudo\b/.test(run)), 'sudo (DL3004)'],
    [runs.some(run => /(curl|wget)[^&;]*\|\s*(ba)?sh/.test(run)), 'a script from the network'],
    [copies.some(copy => /^\.\/? |^\[?"\."/.test(copy)), 'COPY . takes what nobody meant'],
    [
      firstInstall >= 0 && copied(/\b(src|app|public)\b/) < firstInstall,
      'the source is copied before the dependencies: each change would install anew',
    ],
    [
      !(copied(/^certificates\/? /) >= 0 && copied(/^certificates\/? /) < firstInstall),
      "certificates/ is not there before the first install, which an inspecting firewall's authority would break",
    ],
    [
      [...named('ENV'), ...named('ARG')].some(each => secret.test(each)) ||
        copies.some(copy => /(^|[\s/])\.env\b|\.pem\b|\.key\b/.test(copy)),
      'something like a secret stays in a layer (ENV, ARG or COPY)',
    ],
  ];
  return problems.flatMap(([is, sentence]) => (is ? [sentence] : []));
}
