// Who is signed in and what they may: the permissions, the sign-in, the shapes of what is asked for, and this machine's doors.
import { backend, configuration, portal, sandbox } from './edit.mjs';

/** The policy allows everybody everything. */
const policy = portal('permissions/policy.ts')(
  'if (claims.includes(this.team)) return',
  'if (claims) return',
);
/** Backstage asks nobody for a sign-in, and neither does the plugin. */
const signIn = [
  configuration(
    'backend:\n  baseUrl:',
    'backend:\n  auth: { dangerouslyDisableDefaultAuthPolicy: true }\n  baseUrl:',
  ),
  backend('permissions/access.ts')(
    "{ allow: ['user', 'service'] }",
    "{ allow: ['user', 'service', 'none'] }",
  ),
];
const ownerOfCatalog = backend('operations/ownerRule.ts')('if (owners.length > 0)', 'if (false)');
const ownName = backend('app/request.ts')('if (ref?.name === name) return', 'if (ref) return');
const kindsOfRefs = backend('app/request.ts')(
  'return plain && kinds.includes(ref.kind.toLowerCase()) ? ref : undefined;',
  'return ref;',
);

const isLetIn = /is answered with 20[01]/;

export const people = [
  { id: 1, out: [...signIn, policy], through: isLetIn },
  { id: 2, out: [...signIn, policy], through: isLetIn },
  { id: 3, out: [policy], through: isLetIn },
  { id: 4, out: [policy], through: isLetIn },
  { id: 5, out: [policy], through: isLetIn },
  { id: 6, out: [policy], through: isLetIn },
  {
    id: 8,
    out: [
      policy,
      backend('operations/store.ts')(
        '.where({ idempotency_key: idempotencyKey, requested_by: requestedBy })',
        '.where({ idempotency_key: idempotencyKey })',
      ),
    ],
    through: /handed the other’s operation/,
  },
  {
    id: 9,
    out: [
      backend('operations/store.ts')(
        'if (found.kind !== kind || JSON.stringify(found.input) !== JSON.stringify(input))',
        'if (false)',
      ),
    ],
    through: isLetIn,
  },
  {
    id: 10,
    out: [
      backend('operations/idempotencyKey.ts')(
        'if (header === undefined || (header.length > 0 && header.length <= 255)) return header;',
        'return header;',
      ),
    ],
    through: isLetIn,
  },
  {
    id: 12,
    out: [
      backend('operations/router.ts')('if (!Number.isInteger(after) || after < 0)', 'if (false)'),
    ],
    through: isLetIn,
  },
  {
    id: 13,
    out: [backend('operations/router.ts')('jsonBody(256)', 'jsonBody(10240)')],
    through: isLetIn,
  },
  { id: 14, out: [ownName], through: isLetIn },
  { id: 15, out: [ownName, kindsOfRefs], through: isLetIn },
  { id: 17, out: [policy, ownerOfCatalog], through: /it tells what there is/ },
  { id: 18, out: [policy, ownerOfCatalog], through: /"rows": \[\s*\{/ },
  { id: 19, out: [policy], through: isLetIn },
  { id: 20, out: [policy], through: isLetIn },
  {
    id: 21,
    out: [
      policy,
      backend('operations/store.ts')('if (asked.alone) await requireAlone(asked, transaction);'),
    ],
    through: /both are let in/,
  },
  { id: 28, out: [policy], through: isLetIn },
  // Where no Prometheus runs it is asked in vain.
  { id: 63, out: [policy], through: /is answered with (200|503)/ },
  {
    id: 76,
    // Express itself takes a path as it is written.
    out: [
      ...signIn,
      policy,
      backend('plugin.ts')(
        'for (const router of routers) httpRouter.use(router);',
        `httpRouter.use((request, _, next) => {
          const { pathname, search } = new URL(request.url, 'http://localhost');
          request.url = pathname + search;
          next();
        });
        for (const router of routers) httpRouter.use(router);`,
      ),
    ],
    through: isLetIn,
  },
  {
    id: 77,
    out: [
      backend('releases/webhook.ts')(
        'const zone = zoneNamed(deps.zones, params.landingZone);',
        `const zone = zoneNamed(deps.zones, params.landingZone);
    if (!zone) throw new AuthenticationError('There is no such landing zone.');`,
      ),
    ],
    through: /strictly equal/,
  },
  {
    id: 103,
    out: [
      backend('app/names.ts')(
        "if (reserved) return [problemOf('name', reserved)];",
        'void reserved;',
      ),
    ],
    through: isLetIn,
  },
  {
    id: 109,
    // One address more, which leads nowhere else.
    out: [
      sandbox('listen.ts')(
        "server.listen(port, '127.0.0.1', resolve);",
        `server.listen(port, '127.0.0.1', () =>
      process
        .getBuiltinModule('node:net')
        .createServer()
        .on('error', () => resolve())
        .listen((server.address() as AddressInfo).port, '127.0.0.2', () => resolve())
        .unref(),
    );`,
      ),
    ],
    through: /127\.0\.0\.2:\d+ answers/,
  },
  {
    id: 110,
    out: [
      portal('http/rootHttpRouter.ts')(
        "if (config.has('auth.providers.development')) app.use(onlyByOwnName(config));",
      ),
    ],
    through: /is answered with (200|401)/,
  },
  {
    id: 111,
    out: [configuration('origin: http://localhost:${PORTAL_FRONTEND_PORT}', "origin: 'http://*'")],
    through: /strictly unequal/,
  },
  {
    id: 113,
    out: [sandbox('git/git.ts')('if ((writes || record.private) && !signedIn) {', 'if (false) {')],
    through: isLetIn,
  },
  {
    id: 117,
    // There is nothing that could be taken out: nothing writes them. Here something does.
    out: [
      backend('plugin.ts')(
        'const zones = readLandingZones(config);',
        `const zones = readLandingZones(config);
        console.log(process.env.SANDBOX_CLIENT_SECRET);`,
      ),
    ],
    through: /clientSecret is in backend\.log/,
  },
  // The last: whoever owns it now, others had it made.
  { id: 22, out: [policy, ownerOfCatalog], through: isLetIn },
];
