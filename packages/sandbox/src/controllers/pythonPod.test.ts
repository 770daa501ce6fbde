import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { python, withoutPython } from '../../../../testing/thisMachine.ts';
import type { KubernetesObject } from '../kubernetes/object.ts';
import { PythonEnvironments } from '../python/environments.ts';
import { clusters, deployment, startControllersForTest } from '../testing/controllers.ts';
import { until } from '../testing/until.ts';

// Python's standard library alone: what it finds of the cluster's network, whom it trusts, what a webhook gave it.

const run = promisify(execFile);
const skip = withoutPython();
const sandboxCluster = clusters.find(one => one.name === "the sandbox's cluster");
const work = mkdtempSync(join(tmpdir(), 'private-ai-python-'));

const app = `
import http.server, json, os, socket, sys, urllib.error, urllib.parse, urllib.request

def connect(query):
    socket.create_connection((query["host"], 443), timeout=60)

answers = {
    "/": lambda query: "here",
    "/env": lambda query: json.dumps(dict(os.environ)),
    "/prefix": lambda query: sys.prefix,
    "/name": lambda query: socket.gethostname(),
    "/loop": lambda query: __import__("uvloop").new_event_loop().__class__.__module__,
    "/lookup": lambda query: socket.getaddrinfo(query["host"], 443)[0][4][0],
    "/connect": connect,
    "/fetch": lambda query: urllib.request.urlopen(query["url"], timeout=60).read().decode(),
}

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        try:
            text = answers[url.path](dict(urllib.parse.parse_qsl(url.query)))
        except Exception as error:
            text = f"{type(error).__name__}: {error}"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(str(text).encode())

http.server.ThreadingHTTPServer((os.environ["HOST"], int(os.environ["PORT"])), Handler).serve_forever()
`;

let it: Awaited<ReturnType<typeof startControllersForTest>>;
let entra: https.Server;
let pod: KubernetesObject;
let environment: string;

before(async () => {
  if ('problem' in python || !sandboxCluster) return;
  writeFileSync(join(work, 'app.py'), app);
  const environments = new PythonEnvironments(python, work);
  const key = await environments.bare(async (program, args) => void (await run(program, args)));
  environment = String(environments.path(key));
  const image = {
    folder: work,
    runtime: 'python' as const,
    environment,
    command: ['python', 'app.py'],
    env: {},
    workingDir: work,
  };
  it = await startControllersForTest(sandboxCluster.start, {
    more: { 'registry.test/python:1': image },
  });
  // What stands for Entra, and answers anything.
  entra = https.createServer(await it.arm.surroundings.authority.serverOptions(), (_, response) =>
    response.end('signed in'),
  );
  await new Promise<void>(resolve => entra.listen(0, '127.0.0.1', resolve));
  it.addresses.entra = `https://localhost:${(entra.address() as AddressInfo).port}`;
  const names = { namespace: 'app' };
  const apply = (plural: 'namespaces' | 'configmaps', object: object) =>
    it.client.apply(plural, { apiVersion: 'v1', ...object } as KubernetesObject, 'test');
  await apply('namespaces', { kind: 'Namespace', metadata: { name: 'app' } });
  const bundle = `${rootCertificates.join('\n')}\n`;
  await apply('configmaps', {
    kind: 'ConfigMap',
    metadata: { name: 'ca', ...names },
    data: { 'bundle.crt': bundle, 'own.crt': rootCertificates[0].replaceAll('A', 'B') },
  });
});
after(async () => {
  entra?.close();
  await it?.stop();
  rmSync(work, { recursive: true });
});

async function started(name: string, env: { name: string; value: string }[] = []) {
  const mounted = { volumeMounts: [{ name: 'ca', mountPath: '/etc/private-ai/ca' }] };
  const volumes = [{ name: 'ca', configMap: { name: 'ca' } }];
  const image = 'registry.test/python:1';
  await it.client.apply(
    'deployments',
    deployment(name, { image, spec: { volumes }, container: { env, ...mounted } }),
    'test',
  );
  pod = await until(`${name} is ready`, async () => {
    const { items } = await it.client.list('pods', 'app');
    const mine = items.find(one => one.metadata.labels?.app === name);
    return mine?.status?.containerStatuses?.[0]?.ready && mine;
  });
  return pod;
}

async function ask(path: string, query: Record<string, string> = {}): Promise<string> {
  const address = it.room.dial(pod.status.podIP, 8080);
  const url = `http://${address?.host}:${address?.port}${path}?${new URLSearchParams(query)}`;
  return (await fetch(url)).text();
}

test(
  'Python runs in its environment, and knows the network of the cluster only',
  { skip },
  async () => {
    await started('plain');
    assert.equal(await ask('/prefix'), environment);
    assert.equal(await ask('/name'), pod.metadata.name);
    assert.match(await ask('/lookup', { host: 'login.microsoftonline.com' }), /^20\.190\./);
    assert.match(await ask('/lookup', { host: 'example.org' }), /^gaierror: .*not known/);
    assert.equal(await ask('/lookup', { host: 'localhost' }), '127.0.0.1');
    const url = 'https://login.microsoftonline.com/';
    assert.equal(await ask('/fetch', { url }), 'signed in');
    // Past the proxy there is no way, and none through a loop that would not ask it for names either.
    assert.match(await ask('/connect', { host: 'login.microsoftonline.com' }), /unreachable/);
    assert.match(await ask('/loop'), /^asyncio/);

    const nothing = { podSelector: {}, policyTypes: ['Egress'] };
    const denied = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'default-deny', namespace: 'app' },
      spec: nothing,
    };
    await it.client.apply('networkpolicies', denied, 'test');
    assert.match(await ask('/fetch', { url }), /Tunnel connection failed: 403/);
    await it.client.delete('networkpolicies', denied.metadata);
  },
);

test(
  'a bundle with the public roots trusts the sandbox, one without them does not',
  { skip },
  async () => {
    const url = 'https://login.microsoftonline.com/';
    const bundle = (file: string) => [
      { name: 'SSL_CERT_FILE', value: `/etc/private-ai/ca/${file}` },
    ];
    await started('public', bundle('bundle.crt'));
    assert.equal(await ask('/fetch', { url }), 'signed in');
    await started('own', bundle('own.crt'));
    assert.match(await ask('/fetch', { url }), /CERTIFICATE_VERIFY_FAILED|No such file|error/i);
    await started('missing', bundle('not-there.crt'));
    assert.match(await ask('/fetch', { url }), /CERTIFICATE_VERIFY_FAILED/);
  },
);

test('the operator’s sitecustomize is found behind the sandbox’s own', { skip }, async () => {
  const folder = join(work, 'operator');
  const file = join(folder, 'sitecustomize.py');
  await run('mkdir', ['-p', folder]);
  writeFileSync(file, 'import os\nos.environ["INJECTED"] = __file__\n');
  await started('injected', [{ name: 'PYTHONPATH', value: folder }]);
  assert.equal(JSON.parse(await ask('/env')).INJECTED, file);
  assert.match(await ask('/lookup', { host: 'example.org' }), /^gaierror/);
});
