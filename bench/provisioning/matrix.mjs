// Runs cases of the fault matrix, many applications side by side in one sandbox, and judges each.
import { lookAt, wrongIn } from './expected.mjs';
import { writesAllowed } from './faultTable.mjs';
import { appNamed, startReplica } from './replica.mjs';
import { longestMs, sameMatch, struck, underForeignName } from './world.mjs';

/**
 * How long, in milliseconds, a call may go unanswered (a minute in production), and a replica unheard. A hang and a death are to
 * be over soon, yet no call of a busy machine is to be a hang, and no moment of it a death.
 * @param ms what one undisturbed provision takes here
 */
export const limitsFor = ms => ({
  requestMs: Math.max(8_000, 8 * ms),
  leaseMs: Math.max(2_000, 2 * ms),
});

/** Runs the cases side by side, within `limitsFor` this machine; each then has `end` and `wrong`, sentences. */
export async function runCases(cases, world, { requestMs, leaseMs }) {
  const { sandbox, before } = world;
  const { admin, facts } = sandbox;
  await admin.faults([]);
  const steady = await startReplica(facts, { unpaced: true, requestMs, leaseMs: 600_000 });
  const mortal = await startReplica(facts, { unpaced: true, leaseMs });
  try {
    for (const one of cases)
      Object.assign(one, { wrong: [], key: one.app, asked: appNamed(one.app) });
    await Promise.all(
      cases.filter(isThereBefore).map(async one => {
        await steady.provision(`${one.app}-first`, one.asked);
        if (one.fault.foreign) await underForeignName(one, world);
      }),
    );
    for (const one of cases) one.asked = changed(one);
    await admin.forgetCalls();
    await admin.faults(cases.flatMap(({ rules }) => rules));
    await Promise.all([
      ...cases
        .filter(({ fault }) => fault.ends !== 'killed')
        .map(one => (one.fault.ends === 'cancelled' ? cancelled(one) : disturbed(one))),
      killed(cases.filter(({ fault }) => fault.ends === 'killed')),
    ]);
    noteStrikes(cases, await admin.faults());
    await admin.faults([]);
    await Promise.all(
      cases.filter(({ end }) => /^(failed|cancelled)$/.test(end.state)).map(resumed),
    );
    judgeWrites(cases, await admin.calls());
  } finally {
    await Promise.all([steady.stop(), mortal.stop()]);
  }
  const apps = cases.map(({ app, call, fault }) => ({
    name: app,
    gone: call.kind === 'removal',
    ...fault.change,
  }));
  for (const [app, problems] of wrongIn(
    await lookAt(sandbox, world.arm),
    before,
    apps,
    facts.subscriptionId,
  )) {
    const one = cases.find(({ app: name }) => name === app) ?? cases[0];
    one.wrong.push(...problems);
  }

  async function disturbed(one) {
    one.end = await orNone(begin(steady, one));
    one.seconds = secondsOf(one.end);
    const { ends, says } = one.fault;
    if (ends === 'itself' && one.end.state !== 'succeeded')
      one.wrong.push(`it ended ${one.end.state}: ${one.end.error?.message}`);
    if (ends === 'refused') requireSentence(one, 'failed', says(one.call));
  }

  async function cancelled(one) {
    const end = begin(steady, one);
    await struck(sandbox, one);
    const asked = Date.now();
    steady.cancel(one.key);
    one.end = await orNone(end);
    one.seconds = (Date.now() - asked) / 1000;
    one.endedAt = Date.parse(one.end.endedAt);
    requireSentence(one, 'cancelled', one.fault.says(one.call));
  }

  async function killed(mortals) {
    if (mortals.length === 0) return;
    const ends = mortals.map(one => begin(mortal, one));
    await Promise.all(mortals.map(one => struck(sandbox, one)));
    await mortal.kill();
    const asked = Date.now();
    await mortal.startAgain();
    await Promise.all(
      ends.map(async (end, index) => {
        const one = mortals[index];
        one.end = await orNone(end);
        one.seconds = (Date.now() - asked) / 1000;
        if (one.end.state !== 'succeeded')
          one.wrong.push(`it ended ${one.end.state}: ${one.end.error?.message}`);
      }),
    );
  }

  function requireSentence(one, state, says) {
    const { error } = one.end;
    if (one.end.state !== state) one.wrong.push(`it ended ${one.end.state}, not ${state}`);
    else if (!says.test(error.message)) one.wrong.push(`it says “${error.message}”`);
    else one.refused = true;
  }

  async function resumed(one) {
    one.resumedAt = Date.now();
    const replica = one.fault.ends === 'killed' ? mortal : steady;
    const again = await orNone(replica.resume(one.key));
    if (again.state === 'succeeded') return;
    one.wrong.push(`resumed without the fault, it ended ${again.state}: ${again.error?.message}`);
  }
}

/** Its application exists before the fault. */
export const isThereBefore = ({ call, fault }) =>
  call.kind === 'removal' || fault.change || fault.foreign;

const begin = (replica, { key, asked, call }) =>
  call.kind === 'removal' ? replica.retire(key, asked) : replica.provision(key, asked);

/** An end, or that there is none. */
const orNone = end =>
  Promise.race([
    end,
    new Promise(resolve => setTimeout(() => resolve({ state: 'not at all' }), longestMs).unref()),
  ]);

const changed = ({ asked, fault: { change } }) =>
  change
    ? {
        ...asked,
        templateVersion: change.templateVersion,
        model: { ...asked.model, capacity: change.capacity },
      }
    : asked;

function noteStrikes(cases, now) {
  for (const one of cases)
    for (const { match } of one.rules) {
      const found = now.find(rule => sameMatch(rule.match, match));
      if (!found?.struck)
        one.wrong.push(`the fault of ${match.method} ${match.path} did not strike`);
    }
}

/** No resource is created twice, and nothing is written between the end of a cancelled run and its resumption. */
function judgeWrites(cases, calls) {
  const puts = calls.filter(({ method, status = 0 }) => method === 'PUT' && status < 400);
  for (const one of cases) {
    const { group, linker } = one.ids;
    const own = puts.filter(({ path }) => path === linker || `${path}/`.startsWith(`${group}/`));
    if (own.length > writesAllowed(one))
      one.wrong.push(`${own.length} writes, where ${writesAllowed(one)} do`);
    const made = own.filter(
      ({ path, status }) => status === 201 && !/roleAssignments|linkers/.test(path),
    );
    for (const { path } of made)
      if (made.filter(other => other.path === path).length > 1)
        one.wrong.push(`${path} was created twice`);
    for (const { path, at } of own) {
      const late = Date.parse(at) > one.endedAt && Date.parse(at) < one.resumedAt;
      // One that was on the way when the signal came is among what the end says was begun.
      if (late && !begunIn(one.end.error.message).includes(typeIn(path)))
        one.wrong.push(`${path} was written after the cancellation, which does not say so`);
    }
  }
}

const begunIn = message =>
  /Begun, and perhaps going on in Azure: (.*)\. (?:Resume|Start)/.exec(message)?.[1] ?? '';
const types = {
  resourceGroups: 'Resource group',
  userAssignedIdentities: 'Managed identity',
  accounts: 'Foundry account',
  projects: 'Foundry project',
  deployments: 'Model deployment',
  privateEndpoints: 'Private endpoint',
  privateDnsZoneGroups: 'DNS zone group',
  roleAssignments: 'Role assignment',
  linkers: 'Service connector',
};
const typeIn = path => types[path.split('/').at(-2)];

const secondsOf = ({ startedAt, endedAt }) => (Date.parse(endedAt) - Date.parse(startedAt)) / 1000;
