import type { ActionsRegistryActionOptions } from '@backstage/backend-plugin-api/alpha';
import type { LandingZone } from '../config/landingZone';
import { registerActions } from '../mcp/actions';
import { createActions } from './actions';
import type { PortalApi } from '../portalApi/portalApi';
import { propertyTable, type Schema } from './propertyTable';

/** What no schema says of an action. */
const notes: Record<string, { permission: string; dryRun: string }> = {
  'private-ai:app:plan': {
    permission:
      '`private-ai.app.create` on the landing zone; with `change`, `private-ai.app.update` on the entity',
    dryRun: 'the same as a run: it writes nothing anyway.',
  },
  'private-ai:workspace:check': {
    permission: 'none: it looks at the task’s own workspace',
    dryRun: 'the same as a run.',
  },
  'private-ai:app:provision': {
    permission:
      '`private-ai.app.create` on the landing zone, and `private-ai.app.update` on an entity that exists',
    dryRun: 'writes the plan into the log and puts out the names that a run would.',
  },
  'private-ai:foundry:provision': {
    permission: 'as `private-ai:app:provision`',
    dryRun: 'writes its part of the plan into the log and puts out the names that a run would.',
  },
  'private-ai:identity:provision': {
    permission: 'as `private-ai:app:provision`',
    dryRun:
      'writes its part of the plan into the log and puts out the name that a run would; the client id is zeros.',
  },
  'private-ai:namespace:provision': {
    permission: 'as `private-ai:app:provision`',
    dryRun: 'writes its part of the plan into the log and puts out the name that a run would.',
  },
  'private-ai:service-connector:provision': {
    permission: 'as `private-ai:app:provision`',
    dryRun:
      'writes its part of the plan into the log and puts out the names that a run would; the client id in the ServiceAccount’s is zeros.',
  },
  'private-ai:telemetry:provision': {
    permission: 'as `private-ai:app:provision`',
    dryRun:
      'writes its part of the plan into the log and puts out the name that a run would; a collector that is the landing zone’s is not looked at.',
  },
  'private-ai:image:build': {
    permission: '`private-ai.app.update` on the entity',
    dryRun: 'builds nothing and puts out an image whose digest is zeros.',
  },
  'private-ai:app:deploy': {
    permission: '`private-ai.app.update` on the entity',
    dryRun: 'deploys nothing and puts out what it was given.',
  },
  'private-ai:app:verify': {
    permission: '`private-ai.app.update` on the entity',
    dryRun: 'asks nothing and puts out no check.',
  },
  'private-ai:app:release': {
    permission: '`private-ai.app.update` on the entity',
    dryRun:
      'builds and deploys nothing, and puts out the image that it was given, or one whose digest is zeros.',
  },
  'private-ai:app:retire': {
    permission: '`private-ai.app.delete` on the entity',
    dryRun: 'writes into the log, and puts out, what would be removed and what would stay.',
  },
};

const intro = `# Actions

<!-- Written by \`npm run docs\` from the actions' own schemas and examples. -->

What a software template can do with private AI applications. Each action is checked with the permissions of who runs the
template. Those that take minutes start a durable operation, follow it and print its log: the operation goes on when the
task, or the backend, is gone, and a repeated step finds it again ([provisioning](provisioning.md)).

Where an output is JSON, take it whole (\`app: \${{ steps['plan'].output.app }}\`).`;

/** The reference of everything that templates and other callers can start, as Markdown. */
export function actionsReference(): string {
  // Only their schemas are read: nothing is called.
  const zones: LandingZone[] = [];
  const actions = createActions({ api: {} as PortalApi, zones });
  const app = actions.map(action => schemaOf(action).properties?.app).find(Boolean);
  return [
    intro,
    `## The application\n\nThe input \`app\` of most actions. ${app?.description}.\n\n${propertyTable(app)}`,
    ...actions.map(section),
    registrySection(),
    '',
  ].join('\n\n');
}

type Action = ReturnType<typeof createActions>[number];

const schemaOf = ({ schema }: Action) => schema?.input as Schema;

function section(action: Action): string {
  const note = notes[action.id];
  if (!note) throw new Error(`actions/reference.ts says nothing of ${action.id}`);
  const output = action.schema?.output as Schema | undefined;
  return [
    `## \`${action.id}\``,
    `${action.description}.`,
    `**Permission asked:** ${note.permission}.`,
    `**Dry run:** ${note.dryRun}`,
    `**Inputs**\n\n${propertyTable(schemaOf(action))}`,
    `**Outputs**\n\n${propertyTable(output)}`,
    ...(action.examples ?? []).map(
      ({ description, example }) => `${description}:\n\n\`\`\`yaml\n${example.trimEnd()}\n\`\`\``,
    ),
  ].join('\n\n');
}

/** What Backstage's actions registry offers of the same operations. */
function registrySection(): string {
  // The schemas differ from action to action and are not read here.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  const found: ActionsRegistryActionOptions<any, any, any>[] = [];
  registerActions({
    registry: { register: one => void found.push(one) },
    api: {} as PortalApi,
    knex: {} as never,
  });
  const kind = ({ attributes }: (typeof found)[number]) => {
    if (attributes?.readOnly) return 'reads';
    return attributes?.destructive ? 'removes' : 'writes';
  };
  const rows = found.map(
    one => `| \`private-ai:${one.name}\` | ${kind(one)} | ${one.description} |`,
  );
  return [
    '## For MCP clients and other plugins',
    'The same operations are in Backstage’s actions registry, where an MCP server (`@backstage/plugin-mcp-actions-backend`) and templates find them once `backend.actions.pluginSources` names `private-ai`. Each is a call of the HTTP API with the credentials of who invokes it.',
    ['| Action | | What it does |', '| --- | --- | --- |', ...rows].join('\n'),
  ].join('\n\n');
}
