import assert from 'node:assert/strict';
import { test } from 'node:test';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import { AWKWARD, OUTPUTS, template, walk } from './rendered.ts';

const version = template.metadata.annotations['private-ai/template-version'];

test('the catalog takes it as a template', async () => {
  assert(await templateEntityV1beta3Validator.check(template as never));
});

test('the form asks for what the contract names', () => {
  const properties = Object.assign({}, ...template.spec.parameters.map(page => page.properties));
  assert.deepEqual(Object.keys(properties), [
    'name',
    'owner',
    'description',
    'landingZone',
    'model',
    'runtime',
    'instructions',
    'repository',
    'preview',
  ]);
});

test('each git host has its publishing step, and only that one runs', () => {
  for (const type of ['github', 'azure', 'gitlab', 'gitea']) {
    const repository = { ...(OUTPUTS.plan!.repository as object), type };
    const { ran, links } = walk(AWKWARD, { ...OUTPUTS, plan: { ...OUTPUTS.plan!, repository } });
    assert.deepEqual(
      ran.map(step => step.action),
      [
        'private-ai:app:plan',
        'fetch:template',
        'fetch:template',
        'fetch:template',
        `publish:${type}`,
        'catalog:register',
        'private-ai:app:make',
      ],
    );
    const step = (id: string) => ran.find(each => each.id === id)!.input;
    assert.equal(step('register').repoContentsUrl, OUTPUTS.publish!.repoContentsUrl);
    assert.equal(step(`publish-${type}`).repoUrl, 'git.example:3000?owner=apps&repo=weather-desk');
    assert.deepEqual(step('make'), {
      app: OUTPUTS.plan!.app,
      repoUrl: 'git.example:3000?owner=apps&repo=weather-desk',
      commit: OUTPUTS.publish!.commitHash,
    });
    assert.deepEqual(
      links.map(link => link.url ?? link.entityRef),
      [
        'component:default/weather-desk',
        '/catalog/default/component/weather-desk/chat',
        '/catalog/default/component/weather-desk/metrics',
        OUTPUTS.publish!.remoteUrl,
      ],
    );
  }
});

test('a repository that stands is registered and made as it is, and nothing is published', () => {
  const standing = {
    commit: 'f'.repeat(40),
    catalogInfoUrl: 'https://git.example/x/catalog-info.yaml',
  };
  const repository = { ...(OUTPUTS.plan!.repository as object), ...standing };
  const { ran, links } = walk(AWKWARD, { ...OUTPUTS, plan: { ...OUTPUTS.plan!, repository } });
  const acting = ran.filter(({ action }) => action !== 'fetch:template');
  assert.deepEqual(
    acting.map(({ id }) => id),
    ['plan', 'register-standing', 'make'],
  );
  assert.deepEqual(acting[1]!.input, { catalogInfoUrl: standing.catalogInfoUrl, optional: true });
  assert.equal(acting[2]!.input.commit, standing.commit);
  assert.equal(links[0]!.entityRef, 'component:default/weather-desk');
});

test('nothing is published from a workspace that is gone, and a step says so', () => {
  const { ran } = walk(AWKWARD, { ...OUTPUTS, published: {} }, { workspace: false });
  const actions = ran.map(step => step.action);
  assert(!actions.some(action => action.startsWith('publish:')));
  // Neither what is shared nor a pipeline is laid where the skeleton was lost: it alone would be published.
  assert.equal(actions.filter(action => action === 'fetch:template').length, 1);
  const check = actions.indexOf('private-ai:workspace:check');
  assert(check > 0 && check < actions.indexOf('catalog:register'));
});

test('the plan gets the form as typed, and the version that the template carries', () => {
  const { repository: _, ...form } = AWKWARD;
  const { ran } = walk(AWKWARD);
  assert.deepEqual(ran[0]!.input, { ...form, templateVersion: version });
  assert.equal((ran[1]!.input.values as Record<string, unknown>).templateVersion, version);
});
