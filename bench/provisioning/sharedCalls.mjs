// Calls that do not say for which application they are: what the portal asks of the landing zone before it writes. All of
// them are struck in one provision for each fault, one provision at a time.
import { escaped } from './calls.mjs';
import { lookAt, wrongIn } from './expected.mjs';
import { faults, rulesFor } from './faultTable.mjs';
import { appNamed, startReplica } from './replica.mjs';

// Stopped or killed before the first write, it makes no difference where: the application's own reads show that.
const applicable = faults.filter(({ hits, ends }) => ends === 'itself' && hits({ kind: 'ask' }));

/** Cases as those of the matrix. */
export async function runShared(calls, world, requestMs) {
  const { sandbox, arm, before } = world;
  const { admin, facts } = sandbox;
  const asked = calls.filter(({ shared, nth }) => shared && nth === 0);
  const cases = [];
  for (const [index, fault] of applicable.entries()) {
    const app = `s${String(index).padStart(4, '0')}`;
    const mine = asked.map(call => {
      const own = { ...call, pattern: `^${escaped(call.path)}(\\?|$)` };
      return { app, call: own, fault, rules: rulesFor(fault, own), wrong: [] };
    });
    for (const one of mine)
      if (!(await breaks(one, world))) one.wrong.push('the fault breaks nobody');
    await admin.faults(mine.flatMap(({ rules }) => rules));
    // Anew, and forgetful: it knows nothing of the landing zone.
    const replica = await startReplica(facts, { unpaced: true, forgetful: true, requestMs });
    const end = await replica.provision(app, appNamed(app));
    await replica.stop();
    const now = await admin.faults();
    for (const [at, one] of mine.entries()) {
      Object.assign(one, {
        end,
        seconds: (Date.parse(end.endedAt) - Date.parse(end.startedAt)) / 1000,
      });
      if (end.state !== 'succeeded') one.wrong.push(`it ended ${end.state}: ${end.error?.message}`);
      if (!now[at].struck) one.wrong.push('the fault did not strike');
    }
    cases.push(...mine);
  }
  await admin.faults([]);
  const apps = [...new Set(cases.map(({ app }) => app))].map(name => ({ name }));
  const wrong = wrongIn(await lookAt(sandbox, arm), before, apps, facts.subscriptionId);
  for (const [app, problems] of wrong)
    (cases.find(one => one.app === app) ?? cases[0]).wrong.push(...problems);
  return cases;
}

/** Whether a client that believes gets no answer that it can use. */
async function breaks({ call, rules }, { sandbox, arm }) {
  await sandbox.admin.faults(rules);
  try {
    const { status } = await arm.call(call.method, call.path, {
      apiVersion: '2025-06-01',
      signal: AbortSignal.timeout(300),
    });
    return status >= 400;
  } catch {
    return true;
  }
}
