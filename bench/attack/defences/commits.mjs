// What of a commit is taken, built and told: manifests, sizes, links, bases, the build's log.
import { backend, sandbox } from './edit.mjs';

/** Fields by a list. */
const fields = backend('releases/manifests.ts')(
  'const refused = refusedField(object as KubernetesObject);',
  'const refused = refusedField && undefined;',
);
const message = backend('operations/message.ts');

/** What is looked at afterwards has been laid down, whatever is found then. */
const isDeployed = /it ended succeeded|\d+ of \d+ checks of component:default\/weather failed/;

export const commits = [
  {
    id: 78,
    out: [
      fields,
      backend('releases/manifests.ts')(
        "if (typeof kind !== 'string' || !Object.hasOwn(allowed, kind) || allowed[kind] !== apiVersion) {",
        "if (typeof kind !== 'string') {",
      ),
    ],
    through: isDeployed,
  },
  {
    id: 79,
    // And the level that the namespace holds its pods to.
    out: [
      fields,
      backend('kubernetes/namespace.ts')(
        "[`pod-security.kubernetes.io/${mode}`, 'restricted']",
        "[`pod-security.kubernetes.io/${mode}`, 'privileged']",
      ),
    ],
    through: isDeployed,
  },
  {
    id: 80,
    out: [
      backend('kubernetes/deployment.ts')(
        'for (const one of others) requireOwnRegistry(one, values);',
        'void [others, requireOwnRegistry];',
      ),
    ],
    through: isDeployed,
  },
  { id: 82, out: [fields], through: isDeployed },
  { id: '83b', out: [fields], through: isDeployed },
  { id: 84, out: [fields], through: isDeployed },
  { id: '84b', out: [fields], through: isDeployed },
  { id: '84c', out: [fields], through: isDeployed },
  {
    id: 85,
    // And how many the namespace takes.
    out: [
      backend('releases/manifests.ts')('const mostDocuments = 50;', 'const mostDocuments = 5000;'),
      backend('config/guardrails.ts')("'count/configmaps': '100',"),
    ],
    through: isDeployed,
  },
  { id: 87, out: [fields], through: isDeployed },
  {
    id: 89,
    // Backstage's reader leaves out what leads out of the folder; and of what is read there is an end.
    out: [
      backend('git/readTree.ts')(
        'await readTree(source, deps, tree => tree.dir({ targetDir: folder }));',
        `const { pipeline } = require('node:stream/promises');
  const unpack = () => require('tar').extract({ strip: 1, cwd: folder, preservePaths: true });
  await readTree(source, deps, async tree => pipeline(await tree.archive(), unpack()));`,
      ),
      backend('git/ownRepository.ts')('if (!there.isFile())', 'if (false)'),
      backend('git/ownRepository.ts')(
        'constants.O_RDONLY | constants.O_NOFOLLOW',
        'constants.O_RDONLY',
      ),
    ],
    through: /catalog-info\.yaml of .* has more than 64 kB/,
  },
  {
    id: 91,
    // The sandbox's registry builds on this machine's Node alone.
    out: [
      backend('images/ownBases.ts')('if (named === own) continue;', 'if (named || own) continue;'),
    ],
    through: /The build \w+ of .* ended as Failed/,
  },
  {
    id: 92,
    // Not all of it: it would be days until the last line is told.
    out: [
      backend('images/buildLog.ts')(
        'export const mostLines = 5_000;',
        'export const mostLines = 40_000;',
      ),
    ],
    through: /characters of it are kept/,
  },
  {
    id: 93,
    out: [
      message(
        'const near = withoutSecrets(text.slice(0, 2 * longestMessage));',
        'const near = withoutSecrets && text.slice(0, 2 * longestMessage);',
      ),
    ],
    through: /jwt,github,password is told/,
  },
  {
    id: 116,
    out: [
      sandbox('registry/environment.ts')(
        'value !== undefined && kept.some(form => form.test(name))',
        'value !== undefined',
      ),
    ],
    through: /the person’s own variable is there/,
  },
  // Their pods never go.
  { id: 83, out: [fields], through: isDeployed },
  {
    id: 86,
    // The portal's own keys are gone then, which is seen afterwards.
    out: [
      backend('kubernetes/service.ts')(
        "if (manifest.kind === 'ConfigMap' && [agentConfig, caBundle, portalKeys].includes(name)) {",
        'if (![agentConfig, caBundle, portalKeys]) {',
      ),
    ],
    through: isDeployed,
  },
  {
    id: '88b',
    out: [
      backend('git/readBounds.ts')(
        'if (size > largest) return no(`has ${path} of ${sized(size)}, more than ${sized(largest)}`);',
      ),
      backend('git/readBounds.ts')(
        'if (bytes > bounds.bytes) return no(`has more than ${sized(bounds.bytes)} of files`);',
      ),
    ],
    // Read into memory as a whole, it is longer than a text may be.
    // Not shown yet: what is so short on the wire the unpacking itself refuses then (more than a thousand times its size).
    through: /longer than/,
    harms: ['memory'],
  },
  {
    id: 95,
    out: [
      backend('verification/agentProbe.ts')(
        'const longestReason = 1_000;',
        'const longestReason = 100_000_000;',
      ),
      message('export const longestMessage = 4_000;', 'export const longestMessage = 100_000_000;'),
    ],
    through: /\d{7} characters/,
  },
];
