import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { AWKWARD, OUTPUTS, renderSkeleton, RUNTIMES, type Json } from './rendered.ts';

const execute = promisify(execFile);
const room = mkdtempSync(join(tmpdir(), 'private-ai-pipeline-'));
after(() => rmSync(room, { recursive: true }));

const COMMIT = '0123456789abcdef0123456789abcdef01234567';
/** Where each git host reads its pipeline, and what it calls the commit. */
const HOSTS = {
  github: { file: '.github/workflows/ci.yaml', env: { GITHUB_SHA: COMMIT } },
  gitea: { file: '.github/workflows/ci.yaml', env: { GITHUB_SHA: COMMIT } },
  gitlab: { file: '.gitlab-ci.yml', env: { CI_COMMIT_SHA: COMMIT } },
  azure: { file: 'azure-pipelines.yml', env: { BUILD_SOURCEVERSION: COMMIT } },
};
const COMMANDS: Record<string, RegExp[]> = {
  typescript: [/^npm ci$/, /^npm run lint$/, /^npm test$/],
  python: [/^pip install --require-hashes .*requirements-dev\.txt$/, /^ruff check \./, /^pytest$/],
};

async function pipeline(
  type: keyof typeof HOSTS,
  runtime: string,
  strategy: string,
  more: object = {},
) {
  const plan = OUTPUTS.plan as { images: object; repository: object };
  using app = await renderSkeleton(
    { ...AWKWARD, runtime },
    {
      ...OUTPUTS,
      plan: {
        ...plan,
        images: { ...plan.images, strategy, ...more },
        repository: { ...plan.repository, type },
      },
    },
  );
  return parse(readFileSync(join(app.folder, HOSTS[type].file), 'utf8'));
}

/** The commands of a job, wherever its host writes them. */
function commandsOf(job: Json): string[] {
  const steps = (job.script ?? job.steps) as (string | Json)[];
  return steps.flatMap(each =>
    typeof each === 'string' ? [each] : ((each.run ?? each.script ?? each.bash ?? []) as string),
  );
}
function jobsOf(file: Json): { test: Json; image?: Json } {
  const stages = file.stages as ({ jobs: Json[] } | string)[] | undefined;
  if (typeof stages?.[0] === 'object') {
    const [first, second] = stages.map(stage => (stage as { jobs: Json[] }).jobs[0]);
    return { test: first!, image: second };
  }
  const jobs = (file.jobs ?? file) as Record<string, Json>;
  return { test: jobs.test!, image: jobs.image ?? jobs['push-image'] };
}

/** Runs the commands of a job that pushes; what podman and az, which are not the real ones, were asked. */
async function pushed(image: Json, env: Record<string, string>): Promise<string[]> {
  writeFileSync(
    join(room, 'podman'),
    '#!/bin/sh\n[ "$1" != login ] || read -r token\necho podman "$@" $token\n',
    { mode: 0o755 },
  );
  writeFileSync(
    join(room, 'az'),
    '#!/bin/sh\nif [ "$1" = login ]; then echo az "$@"; else echo token-of-"$4"; fi\n',
    { mode: 0o755 },
  );
  // The git host's own issuer of tokens, as curl is asked for one.
  writeFileSync(join(room, 'curl'), '#!/bin/sh\necho "{\\"value\\":\\"token of $6\\"}"\n', {
    mode: 0o755,
  });
  const { stdout } = await execute('bash', ['-euc', commandsOf(image).join('\n')], {
    env: { PATH: `${room}:${process.env.PATH}`, ...env },
  });
  return stdout.trim().split('\n');
}

const NAME = 'acr.example/private-ai/weather-desk:0123456789ab';
const PUSHED = [
  'podman login acr.example --username 00000000-0000-0000-0000-000000000000 --password-stdin token-of-acr.example',
  `podman push ${NAME}`,
];

for (const type of Object.keys(HOSTS) as (keyof typeof HOSTS)[]) {
  for (const runtime of RUNTIMES) {
    test(`${type} lints and tests ${runtime}, and builds no image where the registry does`, async () => {
      const jobs = jobsOf(await pipeline(type, runtime, 'tasks'));
      const commands = commandsOf(jobs.test);
      for (const [index, command] of COMMANDS[runtime]!.entries()) {
        assert.match(commands[index] ?? '', command);
      }
      assert.equal(jobs.image, undefined);
    });
  }

  test(`${type} pushes the image of a commit under the tag that the portal waits for`, async () => {
    const { image } = jobsOf(await pipeline(type, 'typescript', 'external'));
    const variables = (image!.env ?? image!.variables) as Record<string, string>;
    assert.deepEqual(await pushed(image!, { ...variables, ...HOSTS[type].env }), [
      `podman build --tag ${NAME} .`,
      'az login --identity --output none',
      ...PUSHED,
    ]);
  });
}

for (const type of ['github', 'gitlab'] as const)
  test(`${type} signs in as the application’s builder, without a secret, where repositories have permissions of their own`, async () => {
    const tenantId = '22222222-2222-2222-2222-222222222222';
    const { image } = jobsOf(await pipeline(type, 'typescript', 'external', { tenantId }));
    const { PRIVATE_AI_BUILDER: asked, ...variables } = (image!.env ?? image!.variables) as Record<
      string,
      string
    >;
    const url = 'https://tokens.example/?api-version=2';
    const host = {
      github: { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'x', ACTIONS_ID_TOKEN_REQUEST_URL: url },
      gitlab: { ENTRA_TOKEN: 'token of gitlab' },
    };
    const audience = 'api://AzureADTokenExchange';
    if (type === 'github') {
      assert.equal(asked, '${{ vars.PRIVATE_AI_BUILDER }}');
      assert.deepEqual(image!.permissions, { contents: 'read', 'id-token': 'write' });
    } else assert.deepEqual(image!.id_tokens, { ENTRA_TOKEN: { aud: audience } });
    const builder = { PRIVATE_AI_BUILDER: 'builder-id' };
    const env = { ...variables, ...HOSTS[type].env, ...host[type], ...builder };
    const token = type === 'github' ? `token of ${url}&audience=${audience}` : 'token of gitlab';
    assert.deepEqual(await pushed(image!, env), [
      `podman build --tag ${NAME} .`,
      `az login --service-principal --username builder-id --tenant ${tenantId} --federated-token ${token} --allow-no-subscriptions --output none`,
      ...PUSHED,
    ]);
  });

for (const runtime of RUNTIMES)
  test(`what others wrote is named by its bytes in the pipelines of ${runtime}`, async () => {
    const uses = JSON.stringify(await pipeline('github', runtime, 'external')).match(
      /"uses":"[^"]+"/g,
    );
    assert.ok(uses && uses.length > 2);
    for (const one of uses) assert.match(one, /@[\da-f]{40}"$/);
    const { test: job } = jobsOf(await pipeline('gitlab', runtime, 'external'));
    assert.match(String(job.image), /@sha256:[\da-f]{64}$/);
  });
