// A client that does what the portal does, one call after another, and believes that nothing goes wrong.

const lookAgainMs = 20;

/**
 * @param learnt the name of the application whose `calls` and `writes` (bodies, as the sandbox noted them) are followed
 * @throws when anything is not as it was there
 */
export async function provisionNaively(app, { arm, calls, writes, learnt, signal }) {
  const own = value => JSON.parse(JSON.stringify(value).replaceAll(learnt, app));
  const bodies = new Map(writes.map(one => [one.id.toLowerCase(), one]));
  const written = new Set();
  let identity;
  const send = async (method, path, options = {}) => {
    const answer = await arm.call(method, path, { signal, ...options });
    if (answer.status >= 500 || answer.status === 429)
      throw new Error(`${method} ${path} answered ${answer.status}`);
    return answer;
  };
  const expect = (answer, status, what) => {
    if (answer.status !== status)
      throw new Error(`${what} answered ${answer.status}, not ${status}`);
  };

  await arm
    .cluster('/api/v1/namespaces', { metadata: { name: app } })
    .catch(() => 'it is there from the time before');
  for (const call of calls) {
    const path = own(call.path);
    if (call.kind !== 'write') {
      // What follows a write is how that waits.
      if (written.size > 0 && call.kind === 'read') continue;
      const answer = await send(call.method, path, {
        apiVersion: call.apiVersion ?? '2025-06-01',
        body: call.method === 'POST' ? { subdomainName: app } : undefined,
      });
      if (written.size === 0 && answer.status >= 400 && answer.status !== 404)
        throw new Error(`${path} answered ${answer.status}`);
      continue;
    }
    const { body, apiVersion } = bodies.get(call.path.toLowerCase());
    const asked = own(body);
    if (call.of === 'role-assignment') asked.properties.principalId = identity.principalId;
    if (call.of === 'service-connector') asked.properties.authInfo.clientId = identity.clientId;
    const headers = { 'x-ms-serviceconnector-user-token': arm.token };
    const started = await send('PUT', path, { apiVersion, body: asked, headers });
    if (started.status >= 300) throw new Error(`PUT ${path} answered ${started.status}`);
    written.add(path);
    const operation = started.headers['azure-asyncoperation'];
    for (let running = operation !== undefined; running;) {
      const answer = await send('GET', operation);
      if (answer.body?.status === 'Failed') throw new Error(`${path} failed`);
      running = answer.body?.status !== 'Succeeded';
      if (running) await new Promise(resolve => setTimeout(resolve, lookAgainMs));
    }
    for (let state = 'unknown'; state !== 'Succeeded';) {
      const answer = await send('GET', path, { apiVersion });
      expect(answer, 200, `GET ${path}`);
      if (call.of === 'identity') identity = answer.body.properties;
      state = answer.body.properties?.provisioningState ?? 'Succeeded';
      if (state === 'Failed') throw new Error(`${path} failed`);
      for (const [tag, value] of Object.entries(asked.tags ?? {}))
        if (answer.body.tags?.[tag] !== value) throw new Error(`${path} does not show its tags`);
      await new Promise(resolve => setTimeout(resolve, lookAgainMs));
    }
  }
}

/** The same for a retirement: one thing after another, in the order in which the portal took them away. */
export async function retireNaively(app, { arm, removals, learnt, signal }) {
  const apiVersion = '2025-06-01';
  for (const { path } of removals) {
    const own = path.replaceAll(learnt, app);
    const began = await arm.call('DELETE', own, { apiVersion, signal });
    if (began.status >= 300) throw new Error(`DELETE ${own} answered ${began.status}`);
    for (let status = 200; status !== 404;) {
      const { status: now, body } = await arm.call('GET', own, { apiVersion, signal });
      if (now !== 200 && now !== 404) throw new Error(`GET ${own} answered ${now}`);
      if (body?.properties?.provisioningState === 'Failed') throw new Error(`${own} failed`);
      status = now;
      await new Promise(resolve => setTimeout(resolve, lookAgainMs));
    }
  }
}
