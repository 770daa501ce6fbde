import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { SignJWT } from 'jose';
import { signingKey } from '../../entra/keys.ts';
import { platform, portal } from '../../entra/principals.ts';
import { tokenVerifier } from '../../entra/verifier.ts';
import { outsideTruth } from '../../../../../testing/outsideTruth.ts';
import { Store } from '../../state/store.ts';
import { CertificateAuthority } from '../../tls/authority.ts';
import { aksAudience } from '../signIn.ts';
import { ask } from '../../testing/cluster.ts';
import { startClusterFront } from './clusterFront.ts';

const truth = outsideTruth('envtest/start.mjs');

describe('in front of a real cluster', { skip: truth.skip }, () => {
  const store = new Store(':memory:');
  const folder = mkdtempSync(join(tmpdir(), 'private-ai-front-'));
  let plane: {
    server: string;
    kubeconfig: string;
    token: string;
    ca: string;
    stop(): Promise<void>;
  };
  let front: Awaited<ReturnType<typeof startClusterFront>>;
  let ca: string;
  before(async () => {
    plane = await (await import(truth.url)).startControlPlane();
    const authority = await CertificateAuthority.open(store);
    ca = authority.pem;
    const surroundings = { store, authority, folder, log: () => undefined };
    const verifier = tokenVerifier(await signingKey(store, 'entra'));
    front = await startClusterFront(surroundings, {
      port: 0,
      verifier,
      kubeconfig: plane.kubeconfig,
    });
  });
  after(async () => {
    await front?.stop();
    await plane?.stop();
    rmSync(folder, { recursive: true });
  });

  const entraToken = async (oid: string, groups: string[] = []) =>
    new SignJWT({ oid, tid: 't', groups })
      .setProtectedHeader({ alg: 'RS256' })
      .setAudience(aksAudience)
      .setExpirationTime('5m')
      .sign((await signingKey(store, 'entra')).key);
  const as = async (oid: string, method: string, path: string, body?: unknown) =>
    ask({ url: front.url, token: await entraToken(oid), ca }, method, path, { body });
  const admin = (method: string, path: string, body?: unknown) =>
    ask({ url: front.url, token: front.adminToken, ca }, method, path, { body });
  const namespace = (name: string) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });

  test('who signed in with Entra is that user in the cluster, with the rights of infra/cluster', async () => {
    assert.equal(
      (await as(portal.objectId, 'POST', '/api/v1/namespaces', namespace('a'))).status,
      201,
    );
    const refused = await as(portal.objectId, 'GET', '/api/v1/nodes');
    assert.equal(
      refused.body.message,
      `nodes is forbidden: User "${portal.objectId}" cannot list resource "nodes" in API group "" at the cluster scope`,
    );
    assert.equal((await as(platform.objectId, 'GET', '/api/v1/nodes')).status, 200);
    assert.equal((await as('nobody', 'GET', '/api/v1/namespaces')).status, 403);
  });

  test('groups of the token count, and nobody says whom to impersonate', async () => {
    const token = await entraToken('ana', ['the-team']);
    const whoami = (headers: Record<string, string>) =>
      new Promise<{ status: { userInfo: { username: string; groups: string[]; extra?: object } } }>(
        (resolve, reject) => {
          const body = JSON.stringify({
            apiVersion: 'authentication.k8s.io/v1',
            kind: 'SelfSubjectReview',
          });
          const path = `${front.url}/apis/authentication.k8s.io/v1/selfsubjectreviews`;
          const request = https.request(path, {
            method: 'POST',
            ca,
            headers: {
              authorization: `Bearer ${token}`,
              'content-type': 'application/json',
              ...headers,
            },
          });
          request.on('error', reject).on('response', answer => {
            let text = '';
            answer.on('data', part => (text += part)).on('end', () => resolve(JSON.parse(text)));
          });
          request.end(body);
        },
      );
    const { userInfo } = (
      await whoami({
        'impersonate-user': 'admin',
        'impersonate-group': 'system:masters',
        'impersonate-extra-team': 'all',
      })
    ).status;
    assert.equal(userInfo.username, 'ana');
    assert.equal(userInfo.extra, undefined);
    assert.deepEqual(userInfo.groups, ['the-team', 'system:authenticated']);
  });

  test('a token of the cluster’s own is passed on, another is not let in', async () => {
    const token = await front.viewerToken();
    const list = (given: string) =>
      ask({ url: front.url, token: given, ca }, 'GET', '/api/v1/namespaces/default/pods');
    // the bare API server has no controller that fills the role `view`: that it knows the account is what counts
    assert.match(
      (await list(token)).body.message,
      /User "system:serviceaccount:kube-system:portal-viewer"/,
    );
    assert.equal((await list('nonsense')).status, 401);
  });

  test('a watch goes through as it happens', { timeout: 180_000 }, async () => {
    const path = '/api/v1/namespaces/default/configmaps?watch=1';
    const seen = new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${front.adminToken}` };
      const request = https.get(front.url + path, { ca, headers, agent: false }, answer => {
        answer.setEncoding('utf8').on('data', part => {
          if (!part.includes('"seen"')) return;
          resolve(part);
          request.destroy();
        });
      });
      request.on('error', reject);
    });
    await admin('POST', '/api/v1/namespaces/default/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'seen' },
    });
    assert.match(await seen, /"type":"ADDED"/);
  });
});
