// What a repository has built, and what its application says then. Cases 91 to 95.
import assert from 'node:assert/strict';
import { failedWith, short } from '../refusal.mjs';
import { released } from './repositories.mjs';

/** Has a build run a program, and looks at what is told of it. */
export async function built(world, program, look) {
  const containerfile = world.weather
    .read('Containerfile')
    .replace('USER 1000', 'COPY print.mjs ./\nRUN node print.mjs\nUSER 1000');
  const print = `import { writeSync } from 'node:fs';\n${program}\nvoid writeSync;\n`;
  return world.weather.tried({ Containerfile: containerfile, 'print.mjs': print }, async commit => {
    const { id } = await released(world, commit);
    const { text } = await world.ask('dev', `/operations/${id}/events`);
    return look(text);
  });
}

export const builds = [
  {
    id: 91,
    title: 'an image made from another team’s',
    async attack(world) {
      const containerfile = world.weather
        .read('Containerfile')
        .replace(
          /^FROM .*/m,
          `FROM acrcontosokrc01.azurecr.io/private-ai/payroll@sha256:${'a'.repeat(64)}`,
        );
      return world.weather.tried({ Containerfile: containerfile }, async commit =>
        failedWith(await released(world, commit), /another application/),
      );
    },
  },
  {
    id: 92,
    title: 'a build that prints a gigabyte',
    attack: async world =>
      built(
        world,
        `const line = 'x'.repeat(900) + '\\n';
         for (let at = 0; at < 1100; at++) writeSync(1, line.repeat(1000));`,
        text => {
          assert.match(text, /no more of them are told/);
          assert.ok(text.length < 30_000_000, `${text.length} characters of it are kept`);
          return `${text.match(/^data:/gm).length} lines are kept`;
        },
      ),
  },
  {
    id: 93,
    title: 'a build that prints secrets',
    attack: async world => {
      const some = 'A1b2C3d4E5f6G7h8I9j0A1b2C3d4E5f6G7h8';
      const secrets = {
        jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQtaGVyZQ',
        github: `ghp_${some}`,
        password: 'planted-and-looked-for',
      };
      const print = `console.log('it prints\\npassword=${secrets.password}\\n${secrets.jwt}\\n${secrets.github}')`;
      return built(world, print, text => {
        assert.match(text, /it prints/);
        const found = Object.keys(secrets).filter(name => text.includes(secrets[name]));
        assert.deepEqual(found, [], `${found} is told`);
        return 'none of them is told';
      });
    },
  },
  {
    id: 95,
    title: 'a verification that is answered with 15 MB',
    async attack(world) {
      const app = world.request('weather', 'group:default/app-team');
      const loud = world.weather
        .read('server.mjs')
        .replace('answers[text.trim()] ?? answers.plain', 'answers[text.trim()] ?? answers.error');
      return world.weather.tried({ 'server.mjs': loud }, async commit => {
        await released(world, commit);
        const answer = await world.ask('dev', '/operations', {
          body: { kind: 'verify', input: { app } },
        });
        const operation = await world.ended('dev', answer.body.id);
        assert.equal(operation.state, 'failed', 'it is taken for well');
        assert.ok(
          operation.error.message.length <= 4_200,
          `${operation.error.message.length} characters`,
        );
        const { text } = await world.ask('dev', '/operations?entityRef=component:default/weather');
        assert.ok(text.length < 1_000_000, `the list has ${text.length} characters`);
        return short(operation.error.message);
      });
    },
  },
];
