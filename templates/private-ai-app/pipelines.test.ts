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

async function pipeline(type: keyof typeof HOSTS, runtime: string, strategy: string) {
  const plan = OUTPUTS.plan as { images: object; repository: object };
  using app = await renderSkeleton(
    { ...AWKWARD, runtime },
    {
      ...OUTPUTS,
      plan: {
        ...plan,
        images: { ...plan.images, strategy },
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
    // Only podman and az are not the real ones.
    writeFileSync(
      join(room, 'podman'),
      '#!/bin/sh\n[ "$1" != login ] || read -r token\necho podman "$@" $token\n',
      { mode: 0o755 },
    );
    writeFileSync(join(room, 'az'), '#!/bin/sh\n[ "$1" = login ] || echo token-of-"$4"\n', {
      mode: 0o755,
    });
    const variables = (image!.env ?? image!.variables) as Record<string, string>;
    const { stdout } = await execute('bash', ['-euc', commandsOf(image!).join('\n')], {
      env: { PATH: `${room}:${process.env.PATH}`, ...variables, ...HOSTS[type].env },
    });
    const name = 'acr.example/private-ai/weather-desk:0123456789ab';
    const user = '00000000-0000-0000-0000-000000000000';
    assert.deepEqual(stdout.trim().split('\n'), [
      `podman build --tag ${name} .`,
      `podman login acr.example --username ${user} --password-stdin token-of-acr.example`,
      `podman push ${name}`,
    ]);
  });
}
