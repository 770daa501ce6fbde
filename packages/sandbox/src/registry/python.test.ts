import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { python, withoutPython } from '../../../../testing/thisMachine.ts';
import { Store } from '../state/store.ts';
import { CertificateAuthority } from '../tls/authority.ts';
import { startRegistryForTest } from '../testing/registry.ts';

// Against a package index of its own behind TLS whose authority nobody knows: what an inspecting firewall makes of any index.

const run = promisify(execFile);
const skip = withoutPython();
const wheel = 'greeting-1.0.0-py3-none-any.whl';
const writeWheel = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('greeting.py', "words = 'hello'\\n")
    info = 'greeting-1.0.0.dist-info/'
    wheel.writestr(info + 'METADATA', 'Metadata-Version: 2.1\\nName: greeting\\nVersion: 1.0.0\\n')
    wheel.writestr(info + 'WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(info + 'RECORD', '')
`;

let acr: Awaited<ReturnType<typeof startRegistryForTest>>;
let index: https.Server;
let certificate: string;
let files: Record<string, string>;

before(async () => {
  if ('problem' in python) return;
  acr = await startRegistryForTest();
  const file = join(acr.work, wheel);
  await run(python.program, ['-c', writeWheel, file]);
  const content = readFileSync(file);
  const authority = await CertificateAuthority.open(new Store(':memory:'));
  certificate = authority.pem;
  index = https.createServer(await authority.serverOptions(), (request, response) => {
    const listed = request.url === '/simple/greeting/';
    if (listed) response.setHeader('content-type', 'text/html').end(`<a href="/${wheel}">x</a>`);
    else response.end(request.url === `/${wheel}` ? content : 'hello');
  });
  await new Promise<void>(resolve => index.listen(0, '127.0.0.1', resolve));
  const url = `https://localhost:${(index.address() as AddressInfo).port}`;
  files = {
    Containerfile: `FROM python:3.12-slim
ENV PYTHONUNBUFFERED=1 PIP_INDEX_URL=${url}/simple PIP_RETRIES=0
WORKDIR /app
COPY certificates/ /usr/local/share/ca-certificates/
COPY . ./
RUN update-ca-certificates && python -m pip install --no-cache-dir --require-hashes -r requirements.txt
USER 1000
CMD ["python", "-m", "app"]
`,
    'requirements.txt': `greeting==1.0.0 \\\n    --hash=sha256:${createHash('sha256').update(content).digest('hex')}\n`,
    'certificates/README.md': 'what the company trusts',
    'app/__init__.py': '',
    'app/__main__.py': 'import greeting, sys\nprint(greeting.words, sys.prefix)\n',
    'ask.mjs': `console.log('heard', await (await fetch('${url}/')).text())`,
  };
});
after(async () => {
  index?.close();
  await acr?.stop();
});

const withCertificate = () => ({ ...files, 'certificates/private-ai.crt': certificate });

test(
  'a Python image has an environment of its lock, which later builds share',
  { skip },
  async () => {
    assert.ok('environments' in acr.python);
    const { version } = acr.python.environments.interpreter;
    const first = await acr.build(withCertificate());
    assert.equal(first.status, 'Succeeded', first.log);
    if (!version.startsWith('3.12.'))
      assert.match(first.log, /note: python:3\.12-slim runs on this machine's Python 3\./);
    const [{ registry, repository, digest }] = first.outputImages;
    const image = await acr.resolve(`${registry}/${repository}@${digest}`);
    assert.equal(image?.runtime, 'python');
    const [, ...args] = image.command;
    const python = join(String(image.environment), 'bin', 'python');
    const ran = await run(python, args, { cwd: image.workingDir, env: image.env });
    assert.equal(ran.stdout, `hello ${image.environment}\n`);

    const changed = { ...withCertificate(), 'app/__main__.py': 'print(1)\n' };
    const second = await acr.build(changed);
    assert.match(second.log, /dependencies are unchanged/);
    const [output] = second.outputImages;
    const other = await acr.resolve(`${registry}/${repository}@${output.digest}`);
    assert.notEqual(output.digest, digest);
    assert.equal(other?.environment, image.environment);

    const wrong = files['requirements.txt'].replace(/sha256:\w+/, `sha256:${'0'.repeat(64)}`);
    const refused = await acr.build({ ...withCertificate(), 'requirements.txt': wrong });
    assert.equal(refused.status, 'Failed');
    assert.match(refused.log, /DO NOT MATCH THE HASHES/);
  },
);

test(
  'what lies in certificates/ is trusted by pip and by Node, and only then',
  { skip },
  async () => {
    const unlocked = { ...files, 'requirements.txt': `# alone\n${files['requirements.txt']}` };
    const without = await acr.build(unlocked);
    assert.match(
      without.log,
      /skipped: update-ca-certificates \(the source brought no certificates\)/,
    );
    assert.equal(without.status, 'Failed');
    assert.match(without.log, /certificate verify failed|CERTIFICATE_VERIFY_FAILED/i);

    const path = '/usr/local/share/ca-certificates';
    const Containerfile = `FROM node:24-slim
WORKDIR /app
COPY certificates/ ${path}/
COPY ask.mjs ./
RUN NODE_EXTRA_CA_CERTS=${path}/private-ai.crt node ask.mjs
`;
    const asked = await acr.build({ ...withCertificate(), Containerfile });
    assert.match(asked.log, /^heard hello$/m);
    assert.equal((await acr.build({ ...files, Containerfile })).status, 'Failed');
  },
);
