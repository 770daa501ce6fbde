// Around the portal: the cluster, Azure, the git host, the registry, the laptop. Cases 96 to 117.
import assert from 'node:assert/strict';
import http from 'node:http';
import { networkInterfaces } from 'node:os';
import { connect } from 'node:net';
import { refused, short } from '../refusal.mjs';
import { built } from './builds.mjs';

export const surroundings = [
  {
    id: 103,
    title: 'names of the cluster’s own namespaces',
    async attack({ ask, request }) {
      let said;
      for (const name of ['default', 'kube-x', 'sc-system', 'flux-system', 'gateway', 'portal'])
        said = refused(
          await ask('dev', '/operations', {
            body: { kind: 'provision', input: { app: request(name, 'group:default/app-team') } },
          }),
          [400, 403],
        );
      return said;
    },
  },
  {
    id: 109,
    title: 'every door, from this machine’s other addresses',
    async attack({ backend, facts }) {
      const others = Object.values(networkInterfaces())
        .flat()
        .filter(({ internal, family }) => !internal && family === 'IPv4')
        .map(({ address }) => address);
      // Who listens on every address answers there, too.
      const addresses = ['127.0.0.2', ...others];
      const ports = [backend, facts.admin, facts.git, facts.kubernetes, facts.resourceManager]
        .map(address => Number(new URL(address).port))
        .filter(Boolean);
      for (const port of ports) assert.ok(await reaches('127.0.0.1', port), `${port} is closed`);
      for (const address of addresses)
        for (const port of ports)
          assert.equal(await reaches(address, port), false, `${address}:${port} answers`);
      return `${addresses.length} addresses, ${ports.length} doors`;
    },
  },
  {
    id: 110,
    title: 'another host’s name to backend and switches',
    async attack({ backend, facts }) {
      const said = [];
      for (const address of [`${backend}/api/catalog/entities`, `${facts.admin}/faults`]) {
        const status = await asHost(address, 'evil.example');
        assert.ok([403, 421].includes(status), `${address} is answered with ${status}`);
        said.push(status);
      }
      return said.join(', ');
    },
  },
  {
    id: 111,
    title: 'a sign-in from another page',
    async attack({ backend }) {
      const answer = await fetch(`${backend}/api/auth/development/refresh`, {
        method: 'OPTIONS',
        headers: {
          origin: 'http://evil.example',
          'access-control-request-method': 'GET',
          'access-control-request-headers': 'x-development-user,x-requested-with',
        },
      });
      const allowed = answer.headers.get('access-control-allow-origin');
      assert.notEqual(allowed, 'http://evil.example');
      assert.notEqual(allowed, '*');
      return `allowed is ${allowed}`;
    },
  },
  {
    id: 113,
    title: 'the git host without a password, and paths out of it',
    async attack({ facts, outside }) {
      const said = [];
      for (const path of [
        '/apps/weather.git/info/refs?service=git-receive-pack',
        '/apps/%2e%2e%2f%2e%2e/info/refs?service=git-upload-pack',
      ]) {
        for (const git of [facts.git, facts.gitTls]) {
          const { status } = await outside(git + path);
          assert.ok([400, 401, 403, 404].includes(status), `${path} is answered with ${status}`);
          said.push(status);
        }
      }
      return said.join(', ');
    },
  },
  {
    id: 116,
    title: 'a build that prints the person’s environment',
    attack: async world =>
      built(world, "console.log('ENV ' + Object.keys(process.env).join(' '))", text => {
        const [, names] = /ENV ([^"\\]*)/.exec(text) ?? [];
        assert.ok(names, 'it printed nothing');
        assert.doesNotMatch(names, /PLANTED_SECRET/, 'the person’s own variable is there');
        return short(names);
      }),
  },
  {
    id: 117,
    title: 'secrets in logs and databases, after all of it',
    async attack({ everywhere, facts }) {
      assert.notDeepEqual(
        await everywhere('component:default/weather', true),
        [],
        'nothing is found',
      );
      for (const name of ['clientSecret', 'kubernetesToken', 'gitPassword']) {
        const places = await everywhere(facts[name], true);
        assert.deepEqual(places, [], `${name} is in ${places.join(', ')}`);
      }
      return 'nowhere';
    },
  },
];

const reaches = (host, port) =>
  new Promise(resolve => {
    const socket = connect({ host, port, timeout: 2000 });
    const end = answer => {
      socket.destroy();
      resolve(answer);
    };
    socket
      .on('connect', () => end(true))
      .on('error', () => end(false))
      .on('timeout', () => end(false));
  });

/** @returns the status of a GET that calls the server by another name */
const asHost = (address, host) =>
  new Promise((resolve, reject) => {
    http
      .get(address, { headers: { host } }, answer => {
        answer.resume();
        resolve(answer.statusCode);
      })
      .on('error', reject);
  });
