import type { ActionsRegistryActionOptions } from '@backstage/backend-plugin-api/alpha';
import type { LandingZone } from '../config/landingZone';
import { registerActions } from '../mcp/actions';
import { createActions } from './actions';
import type { PortalApi } from '../portalApi/portalApi';
import { propertyTable, type Schema } from './propertyTable';

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
  const actions = createActions({ api: {} as PortalApi, zones, pageOf: String });
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
  const output = action.schema?.output as Schema | undefined;
  return [
    `## \`${action.id}\``,
    `${action.description}.`,
    `**Permission asked:** ${action.notes.permission}.`,
    `**Dry run:** ${action.notes.dryRun}`,
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
