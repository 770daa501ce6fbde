// Who holds a name, its owner and its commits: cases 21 to 26.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { failedWith, refused } from '../refusal.mjs';

const at = name => `/apps/component/default/${name}`;
const provision = app => ({ kind: 'provision', input: { app } });

export const names = [
  {
    id: 21,
    title: 'two people ask for one new name at once',
    async attack({ ask, request, ended }) {
      const answers = await Promise.all(
        [
          ['dev', 'group:default/app-team'],
          ['other', 'group:default/payments-team'],
        ].map(([person, owner]) =>
          ask(person, '/operations', { body: provision(request('contested', owner)) }),
        ),
      );
      const statuses = answers.map(({ status }) => status).sort();
      assert.equal(statuses[0], 201, 'nobody is let in');
      assert.notEqual(statuses[1], 201, 'both are let in');
      const first = answers.find(({ status }) => status === 201);
      await ended('eng', first.body.id);
      return refused(
        answers.find(({ status }) => status !== 201),
        [403, 409],
      );
    },
  },
  {
    id: 22,
    title: 'an owner that the catalog does not name',
    async attack({ ask, request }) {
      const app = request('weather', 'group:default/payments-team');
      return refused(await ask('dev', '/operations', { body: provision(app) }), [400, 403]);
    },
  },
  {
    id: 23,
    title: 'a name held by a wish that came to nothing',
    async attack({ ask, request, ended, facts }) {
      const faults = rules =>
        fetch(`${facts.admin}/faults`, { method: 'PUT', body: JSON.stringify(rules) });
      const answer = { status: 403, code: 'AuthorizationFailed', message: 'Not for the portal.' };
      await faults([{ match: { room: 'arm', method: 'GET', path: 'rg-nice-krc-01' }, answer }]);
      const wish = provision(request('nice', 'group:default/payments-team'));
      const began = await ask('other', '/operations', { body: wish });
      assert.equal(began.status, 201, began.text);
      const words = failedWith(await ended('other', began.body.id), /./);
      await faults([]);
      // As the portal itself says: not a thing of that name was made.
      const there = await (await fetch(`${facts.admin}/arm/resources`)).json();
      assert.equal(
        there.filter(({ id }) => id.includes('nice')).length,
        0,
        'something was written',
      );
      const mine = await ask('dev', '/operations', {
        body: provision(request('nice', 'group:default/app-team')),
      });
      assert.equal(mine.status, 201, mine.text);
      await ended('dev', mine.body.id);
      return `its name is free after: ${words}`;
    },
  },
  {
    id: 24,
    title: 'a name that became free, registered by another team',
    async attack({ ask, make, repository, facts }) {
      await make('orphan', 'dev', 'group:default/app-team');
      const { body: entity } = await ask(
        'eng',
        'catalog/entities/by-name/component/default/orphan',
      );
      const { body: locations } = await ask('eng', 'catalog/locations');
      const mine = locations.find(({ data }) => data.target.includes('/apps/orphan/'));
      await ask('eng', `catalog/locations/${mine.data.id}`, { method: 'DELETE' });
      await ask('eng', `catalog/entities/by-uid/${entity.metadata.uid}`, { method: 'DELETE' });
      // Another repository that describes the same entity.
      const source = await repository('orphan-two', 'group:default/payments-team');
      const text = source.read('catalog-info.yaml').replaceAll('orphan-two', 'orphan');
      writeFileSync(`${source.clone}/catalog-info.yaml`, text);
      await source.push('Taken over');
      const target = `${facts.git}/apps/orphan-two/src/branch/main/catalog-info.yaml`;
      for (let left = 60; left > 0; left--) {
        const made = await ask('other', 'catalog/locations', { body: { type: 'url', target } });
        if (made.status === 201 || made.status === 409) break;
        await pause(500);
      }
      for (let left = 120; left > 0; left--) {
        const found = await ask('other', 'catalog/entities/by-name/component/default/orphan');
        if (found.body?.spec?.owner === 'group:default/payments-team') break;
        await pause(500);
      }
      refused(await ask('other', `${at('orphan')}/releases`, { body: {} }), 403, /hand|owner/i);
      refused(await ask('other', `${at('orphan')}/runs`, { body: { message: 'plain' } }), 403);
      return refused(
        await ask('other', '/operations', {
          body: {
            kind: 'retire',
            input: { entityRef: 'component:default/orphan', landingZone: 'korea' },
          },
        }),
        403,
      );
    },
  },
  {
    id: 26,
    title: 'a commit of a side branch',
    async attack({ ask, ended, weather: source }) {
      await source.git('checkout', '--quiet', '-B', 'side');
      try {
        return await source.tried(
          { 'README.md': 'Never reviewed.' },
          async commit => {
            const answer = await ask('dev', `${at('weather')}/releases`, { body: { commit } });
            if (answer.status !== 201) return refused(answer, [400, 403]);
            return failedWith(await ended('dev', answer.body.id), /default branch|main/);
          },
          'side',
        );
      } finally {
        await source.git('checkout', '--quiet', '--force', 'main');
      }
    },
  },
];
