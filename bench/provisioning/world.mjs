// A sandbox for many applications, and what is done to it behind the portal's back.
import { armAt } from './arm.mjs';
import { lookAt } from './expected.mjs';
import { startSandbox } from './sandbox.mjs';

/** What takes Azure a minute takes 0.3 s: a matrix waits for faults, not for accounts. */
const scale = 0.005;
/** Milliseconds; what has not come by then does not come, however busy this machine is. */
export const longestMs = 900_000;

/** A sandbox that does not throttle, and its owner. */
export async function startWorld() {
  const sandbox = await startSandbox();
  await sandbox.admin.throttle({ enabled: false });
  await sandbox.admin.timing({ scale });
  await sandbox.admin.quota({ 'OpenAI.GlobalStandard.gpt-5.2': 100_000 });
  const arm = await armAt(sandbox.facts);
  return {
    sandbox,
    arm,
    before: await lookAt(sandbox, arm),
    async stop() {
      arm.close();
      await sandbox.stop();
    },
  };
}

/** Resolves once the case's last rule has struck, or a while after. */
export async function struck(sandbox, { rules }, afterMs = 0) {
  const { match } = rules.at(-1);
  const since = Date.now();
  while (Date.now() - since < longestMs) {
    const now = await sandbox.admin.faults();
    if (now.some(one => sameMatch(one.match, match) && one.struck > 0)) break;
    await new Promise(resolve => setTimeout(resolve, 200));
  }
  await new Promise(resolve => setTimeout(resolve, afterMs));
}
export const sameMatch = (one, other) =>
  one.path === other.path && one.operationOf === other.operationOf && one.method === other.method;

/** The role as somebody gave it by hand: another name, the same meaning. */
export async function underForeignName({ ids, app }, { sandbox, arm }) {
  const [role] = (await sandbox.admin.resources()).filter(({ id }) =>
    id.toLowerCase().startsWith(ids.roles.toLowerCase()),
  );
  const apiVersion = '2022-04-01';
  const { principalId, principalType, roleDefinitionId } = role.properties;
  await arm.call('DELETE', role.id, { apiVersion });
  const name = `00000000-0000-4000-8000-${app.replace(/\D/g, '').padStart(12, '0')}`;
  const made = await arm.call('PUT', `${ids.roles}${name}`, {
    apiVersion,
    body: { properties: { principalId, principalType, roleDefinitionId } },
  });
  if (made.status !== 201) throw new Error(`The foreign assignment was answered ${made.status}.`);
}
