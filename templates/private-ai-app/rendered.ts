import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createFetchTemplateAction } from '@backstage/plugin-scaffolder-backend';
import { ScmIntegrations } from '@backstage/integration';
import { ConfigReader } from '@backstage/config';
import { createTemplateRenderer } from 'nunjitsu';
import { parse } from 'yaml';

export type Json = Record<string, unknown>;
interface Step {
  id: string;
  action: string;
  if?: string;
  input?: Json;
}
export interface Template {
  metadata: { annotations: Record<string, string> };
  spec: {
    parameters: { properties: Record<string, { default?: unknown; 'ui:field'?: string }> }[];
    steps: Step[];
    output: { links: { title: string; url?: string; entityRef?: string }[] };
  };
}

const FILE = join(import.meta.dirname, 'template.yaml');
export const template = parse(readFileSync(FILE, 'utf8')) as Template;

/** Each has its skeleton. */
export const RUNTIMES = ['typescript', 'python'];

/** What the form sends; the texts are such that careless quoting breaks a file. */
export const AWKWARD = {
  name: 'weather-desk',
  owner: 'group:default/team-a',
  description: `It's "quoted": # no comment, \${{ parameters.name }} {% if %} — 날씨 안내\n- item`,
  landingZone: 'korea',
  model: { name: 'gpt-5.2', version: '2025-12-11', sku: 'GlobalStandard', capacity: 10 },
  runtime: 'typescript',
  instructions: `You say "hello": 'always'.\n\tNever: {{ mustache }} or \${{ values.name }}.\n# 한국어로 답하세요 \\ $(HOME)\n`,
  // What a crafted task may hold; the steps take the plan's.
  repository: { type: 'github', repoUrl: 'elsewhere.example?owner=x&repo=y', visibility: 'public' },
};

/** Outputs of the steps that act on the world outside. */
export const OUTPUTS: Record<string, Json> = {
  plan: {
    repository: {
      type: 'gitea',
      repoUrl: 'git.example:3000?owner=apps&repo=weather-desk',
      visibility: 'private',
    },
    images: { repository: 'acr.example/private-ai/weather-desk', strategy: 'tasks' },
    app: { ...AWKWARD, entityRef: 'component:default/weather-desk' },
    names: {
      namespace: 'weather-desk',
      service: 'weather-desk',
      foundryAccount: 'aif-weather-desk-krc-01',
      modelDeployment: 'gpt-5.2',
      identity: 'uami-aif-weather-desk-krc-01',
      connector: 'weather_desk_aif_connection',
    },
  },
  publish: {
    remoteUrl: 'https://git.example:3000/apps/weather-desk',
    repoContentsUrl: 'https://git.example:3000/apps/weather-desk/src/branch/main/',
    commitHash: '0123456789abcdef0123456789abcdef01234567',
  },
  register: { entityRef: 'component:default/weather-desk' },
};

/** Evaluates the steps and links as the scaffolder does, with its own template engine. */
export function walk(parameters: Json, outputs = OUTPUTS, { workspace = true } = {}) {
  const renderer = createTemplateRenderer({
    globals: { workspaceHoldsFiles: (task: string) => task === 'task-1' && workspace },
  });
  const steps: Record<string, { output: Json }> = {};
  const deep = (value: unknown): unknown => {
    const context = renderer.prepareContext({
      parameters,
      steps,
      context: { task: { id: 'task-1' } },
    } as never);
    // The engine's objects have no prototype: a copy compares like any other.
    if (typeof value === 'string') return structuredClone(renderer.renderValue(value, context));
    if (Array.isArray(value)) return value.map(deep);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, deep(each)]));
  };
  const ran: { id: string; action: string; input: Json }[] = [];
  for (const step of template.spec.steps) {
    if (step.if !== undefined && !deep(step.if)) continue;
    ran.push({ id: step.id, action: step.action, input: deep(step.input ?? {}) as Json });
    steps[step.id] = { output: outputs[step.id.split('-')[0]!] ?? {} };
  }
  return { ran, links: deep(template.spec.output.links) as Template['spec']['output']['links'] };
}

/** Runs the real `fetch:template` steps into a temporary folder; the caller removes it. */
export async function renderSkeleton(parameters: Json, outputs = OUTPUTS) {
  const room = mkdtempSync(join(tmpdir(), 'private-ai-app-'));
  const folder = join(room, 'app');
  const silent = { info() {}, warn() {}, debug() {}, error() {}, child: () => silent };
  const action = createFetchTemplateAction({
    reader: {} as never, // a relative address beside a file: template is copied, not read
    integrations: ScmIntegrations.fromConfig(new ConfigReader({})),
  });
  for (const { input } of walk(parameters, outputs).ran.filter(
    step => step.action === 'fetch:template',
  )) {
    await action.handler({
      input,
      workspacePath: folder,
      templateInfo: {
        entityRef: 'template:default/private-ai-app',
        baseUrl: pathToFileURL(FILE).href,
      },
      logger: silent,
      output() {},
      createTemporaryDirectory: async () => mkdtempSync(join(room, 'fetched-')),
    } as never);
  }
  return { folder, [Symbol.dispose]: () => rmSync(room, { recursive: true, force: true }) };
}
