// What an entity, a name or a delivery says, and who is believed: annotations, conversations, images, repositories, the webhook.
import { backend, configuration } from './edit.mjs';

/** Whose a namespace is; and for whom it was made. */
const label = backend('kubernetes/ownership.ts')('if (isOf(entityRef)(found)) {', 'if (found) {');
const handedOver = backend('kubernetes/ownership.ts')(
  'if (described) requireSame(entityRef, belongingIn(found.metadata.annotations), described);',
);
/** Whose conversations are told. */
const conversations = [
  backend('chat/owner.ts')(
    '.where({ entity_ref: entityRef, user_ref: userRef, preview: preview ?? null })',
  ),
  backend('chat/owner.ts')("where.whereNull('application');", "where.whereRaw('1 = 1');"),
];
const anyCommit = configuration(
  'visibility: public',
  'visibility: public\n        anyCommit: true',
);
const ownImage = backend('app/imageRepository.ts')(
  'if (image.startsWith(`${repository}@`) || isFormer(image, app, zone)) return image;',
  'return image;',
);
const webhook = backend('releases/webhook.ts');
const readRaw = webhook(
  'const readRaw = express.raw({ type: () => true, limit: largest, inflate: false });',
  'const readRaw = express.raw({ type: () => true, limit: Infinity, inflate: true });',
);

const isLetIn = /is answered with 20[01]/;

export const strangers = [
  { id: 37, out: conversations, through: isLetIn },
  { id: 38, out: conversations, through: isLetIn },
  {
    id: 39,
    out: [
      backend('chat/beginRun.ts')(
        'if (asked.resume) answersTo(history.asked, asked.resume, before.at(-1));',
      ),
    ],
    through: isLetIn,
  },
  {
    id: 40,
    out: [backend('chat/asked.ts')('if (content.length > longest) {', 'if (false) {')],
    through: isLetIn,
  },
  {
    id: 42,
    out: [
      backend('chat/agentCall.ts')(
        "request.on('response', answered);",
        `request.on('response', answer => {
      const { location } = answer.headers;
      if (!location) return answered(answer);
      const elsewhere = { url: new URL(location), headers, ca };
      post(at, elsewhere, body, connect, silence, signal).then(answered, fail);
    });`,
      ),
    ],
    // Where it leads nobody listens.
    through: /AGENT_UNREACHABLE/,
  },
  {
    id: 43,
    // There is nothing that could be taken out: what agents say is not logged. Here it is.
    out: [
      backend('chat/relay.ts')(
        '    this.#emit(event);\n    clearTimeout',
        '    this.#deps.logger.info(data);\n    this.#emit(event);\n    clearTimeout',
      ),
    ],
    through: /it is in backend\.log/,
  },
  {
    id: 61,
    out: [
      backend('metrics/router.ts')('if (!isRange(range)) {', 'if (false) {'),
      backend('metrics/appMetrics.ts')(
        'const { seconds, step } = ranges[range];',
        'const { seconds, step } = ranges[range] ?? { seconds: range, step: 60 };',
      ),
    ],
    // It becomes a part of queries; where no Prometheus runs they are asked in vain.
    through: /is answered with (200|500|503)/,
  },
  { id: 26, out: [anyCommit], through: /it ended succeeded/ },
  {
    id: 23,
    out: [
      backend('operations/provisioners.ts')(
        "['queued', 'running', 'succeeded']",
        "['queued', 'running', 'succeeded', 'failed']",
      ),
    ],
    through: /private-ai\.app\.update/,
  },
  { id: 24, out: [handedOver], through: isLetIn },
  {
    id: 67,
    out: [
      backend('git/ownRepository.ts')(
        'if (own) return ownerOf(own);',
        'return own && ownerOf(own);',
      ),
    ],
    through: /it was built/,
  },
  {
    id: 73,
    out: [
      webhook(
        'const idempotencyKey = `push ${app} ${before}..${commit}`;',
        'const idempotencyKey = app && undefined;',
      ),
    ],
    through: /201 !== 200/,
  },
  {
    id: 74,
    out: [backend('git/pushEvent.ts')('if (ref !== `refs/heads/${defaultBranch}`)', 'if (false)')],
    through: /"operations": \[/,
  },
  {
    id: 69,
    out: [
      webhook("if (!isSigned(headers)) return refuse('it is not signed');"),
      webhook('if (problem || !zone) return', 'if (!zone) return'),
    ],
    through: isLetIn,
  },
  { id: 71, out: [readRaw], harms: ['memory'] },
  // It is believed, and is no delivery.
  { id: 72, out: [readRaw], through: /is answered with 400/ },
  {
    id: '72b',
    out: [
      webhook('const bodiesAtOnce = 8;', 'const bodiesAtOnce = 1000;'),
      webhook('const waitingAtOnce = 100;', 'const waitingAtOnce = 1000;'),
    ],
    harms: ['memory'],
  },
  { id: 31, out: [label, handedOver], through: isLetIn },
  { id: 32, out: [label, handedOver], through: isLetIn },
  { id: 33, out: [backend('app/location.ts')('!dnsLabel.test(name) ||')], through: isLetIn },
  {
    id: 34,
    out: [backend('app/location.ts')('if (!plainPath.test(agentPath))', 'if (false)')],
    through: isLetIn,
  },
  {
    id: 66,
    out: [
      anyCommit,
      backend('git/source.ts')(
        'if (place.toLowerCase() === expected.toLowerCase()) return;',
        'return;',
      ),
    ],
    through: isLetIn,
  },
  { id: 64, out: [ownImage], through: isLetIn },
  {
    id: 65,
    out: [
      ownImage,
      backend('app/imageRepository.ts')(
        "if (typeof image === 'string' && digest.test(image)) {",
        "if (typeof image === 'string') {",
      ),
    ],
    through: isLetIn,
  },
];
