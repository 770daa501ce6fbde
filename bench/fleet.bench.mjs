// A hundred applications at once by one worker process, in a sandbox that throttles as Azure does: token buckets for each
// principal and subscription. `idealRatio` is the wall time over the least that the buckets allow for the calls that are
// needed; beside it the same without a pace of the client's own, which is given as long as it likes up to some minutes.
import { fleet, needed } from './provisioning/fleetRun.mjs';

const apps = 100;

export default async function fleetBench([count = apps] = []) {
  const least = await needed(+count);
  const paced = await fleet(+count);
  for (const sentence of [...paced.wrong, ...paced.failures]) console.error(sentence);
  const unpaced = await fleet(+count, { settings: { unpaced: true }, withinMs: 4 * 60_000 });
  for (const sentence of unpaced.failures.slice(0, 3)) console.error(`Without pace: ${sentence}`);

  console.table(least.kinds);
  console.error('Needed: seconds = (all - burst) / perSecond, all = shared + applications * each.');
  const share = ({ throttled, calls }) => rounded(throttled / calls, 4);
  const row = run => ({
    seconds: rounded(run.seconds, 1),
    'times the least': rounded(run.seconds / least.seconds, 2),
    converged: run.converged,
    wrong: run.wrong.length,
    calls: run.calls,
    polls: run.polls,
    429: run.throttled,
    'share of 429': share(run),
    'first end': rounded(run.ends[0] ?? NaN, 1),
    median: rounded(median(run.ends) ?? NaN, 1),
    'longest silence': rounded(run.silence, 1),
    fairness: rounded(jain(run.ends), 3),
    MB: run.megabytes,
    'MB before': run.idleMegabytes,
  });
  return {
    table: {
      'the least': { seconds: rounded(least.seconds, 1) },
      paced: row(paced),
      'without pace': row(unpaced),
    },
    result: {
      apps: +count,
      wrong: paced.wrong.length + paced.failures.length,
      throttledShare: share(paced),
      megabytes: paced.megabytes,
      idealRatio: rounded(paced.seconds / least.seconds, 3),
    },
  };
}

/** Jain's index of how alike the times are in which each was served: 1 is all the same. */
function jain(seconds) {
  const sum = seconds.reduce((all, one) => all + one, 0);
  return sum ** 2 / (seconds.length * seconds.reduce((all, one) => all + one ** 2, 0));
}

const median = sorted => sorted[sorted.length >> 1];
const rounded = (value, digits) => +value.toFixed(digits);
