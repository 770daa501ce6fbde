// The way of an answer from its agent to a browser, beside node's own http and the proxy middleware that Backstage's proxy is
// made of, each in a process of its own behind the same compression: `npm run bench -- relay [part …]`.
import { setTimeout as pause } from 'node:timers/promises';
import { startAgent, startServer } from './relay/processes.mjs';
import { turn } from './relay/framework.mjs';
import { ask, follow } from './relay/reader.mjs';

/** Milliseconds after which a word is late. */
const late = 1000;

const ways = [['raw'], ['proxy'], ['ours', 'sqlite'], ['ours', 'postgres']];
const withoutPostgres = ways.filter(([, database]) => database !== 'postgres');

const parts = {
  starts,
  streams: () => streams({ count: 100, perSecond: 50, seconds: 20 }),
  many: () => streams({ count: 300, perSecond: 50, seconds: 20 }),
  slow: () => streams({ count: 1000, perSecond: 5, seconds: 20 }),
  burst,
  state,
  turns,
  readers,
  aborts,
};

export default async function relay(asked) {
  const table = {};
  const result = {};
  for (const name of asked.length > 0 ? asked : Object.keys(parts)) {
    const { rows, figures } = await parts[name]();
    for (const [way, row] of rows) table[`${name}: ${way}`] = row;
    // Of parts that measure the same, the worst counts.
    for (const [figure, value] of Object.entries(figures))
      result[figure] = Math.max(result[figure] ?? value, value);
  }
  return { table, result };
}

const rounded = value => Math.round(value * 100) / 100;

/** The nearest rank: of 100 values, 0.99 is the second largest. */
function quantile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

/** First bytes. All ways are asked in turn: what else this machine does meets each of them alike. */
async function starts() {
  const agent = await startAgent();
  const servers = [];
  try {
    for (const [way, database] of ways) servers.push(await startServer(way, agent.url, database));
    const took = new Map(servers.map(server => [server, []]));
    for (let at = -50; at < 1000; at++) {
      for (const server of servers) {
        const answer = ask(server, { deltas: 20 });
        await answer.done;
        if (at >= 0) took.get(server).push(answer.firstByte ?? 1e6);
      }
    }
    const rows = servers.map(server => {
      const [p50, p90, p99] = [0.5, 0.9, 0.99].map(share => quantile(took.get(server), share));
      const row = { firstByteP50Ms: p50, firstByteP90Ms: p90, firstByteP99Ms: p99 };
      return [
        server.name,
        Object.fromEntries(Object.entries(row).map(([k, v]) => [k, rounded(v)])),
      ];
    });
    const at = Object.fromEntries(rows);
    const more = at['ours, sqlite'].firstByteP99Ms - at.raw.firstByteP99Ms;
    return { rows, figures: { firstByteP99Ms: rounded(more) } };
  } finally {
    for (const server of servers) server.stop();
    agent.stop();
  }
}

/** One way after the other, in processes of its own. */
async function eachWay(run, those = ways) {
  const rows = [];
  for (const [way, database] of those) {
    const agent = await startAgent();
    const server = await startServer(way, agent.url, database);
    try {
      rows.push([server.name, await run(server, agent)]);
    } finally {
      server.stop();
      agent.stop();
    }
  }
  return rows;
}

/** Questions a second, until all stream. */
const startsPerSecond = 50;

const told = answers => answers.reduce((sum, { lags }) => sum + lags.length, 0);

/** Many answers at once, each at a steady pace. */
async function streams({ count, perSecond, seconds }) {
  const rows = await eachWay(
    async server => {
      // What is compiled once is no part of it.
      for (let at = 0; at < 30; at++) await ask(server, { deltas: 20 }).done;
      const answers = [];
      const begun = Math.ceil(count / startsPerSecond);
      const deltas = perSecond * (begun + seconds);
      for (let at = 0; at < count; at++) {
        answers.push(ask(server, { deltas, perSecond }));
        await pause(1000 / startsPerSecond);
      }
      const latest = performance.now() + 60_000;
      while (answers.some(({ first }) => first === undefined)) {
        if (performance.now() > latest)
          throw new Error(`${server.name}: not every answer has begun.`);
        await pause(50);
      }
      await server.begin();
      const before = told(answers);
      // While all of them stream.
      await pause((seconds - 5) * 1000);
      const { cpuMs, loopP99Ms, loopMaxMs, transactions } = await server.figures();
      const during = told(answers) - before;
      const all = Promise.all(answers.map(({ done }) => done));
      await Promise.race([all, pause(30_000)]);
      const lags = answers.flatMap(one => one.lags);
      for (const { leave } of answers) leave();
      return {
        inTime: rounded(lags.filter(lag => lag <= late).length / (count * deltas)),
        firstByteP50Ms: rounded(
          quantile(
            answers.map(({ firstByte = NaN }) => firstByte),
            0.5,
          ),
        ),
        firstByteP99Ms: rounded(
          quantile(
            answers.map(({ firstByte = 1e6 }) => firstByte),
            0.99,
          ),
        ),
        firstP50Ms: rounded(
          quantile(
            answers.map(({ first = NaN }) => first),
            0.5,
          ),
        ),
        firstP99Ms: rounded(
          quantile(
            answers.map(({ first = 1e6 }) => first),
            0.99,
          ),
        ),
        lagP99Ms: rounded(quantile(lags, 0.99)),
        cpuMsPer1000: rounded((cpuMs / during) * 1000),
        loopP99Ms: rounded(loopP99Ms),
        loopMaxMs: rounded(loopMaxMs),
        transactionsPerSecond: rounded(transactions / (seconds - 5)),
      };
    },
    [...ways, ['ours', 'none']],
  );
  const at = Object.fromEntries(rows);
  return {
    rows,
    figures: {
      [`inTime${count}`]: Math.min(at['ours, sqlite'].inTime, at['ours, postgres'].inTime),
      transactionsPerSecond: at['ours, sqlite'].transactionsPerSecond,
      cpuTimesProxy: rounded(at['ours, none'].cpuMsPer1000 / at.proxy.cpuMsPer1000),
      cpuTimesProxyPersisted: rounded(at['ours, sqlite'].cpuMsPer1000 / at.proxy.cpuMsPer1000),
    },
  };
}

/** 50,000 deltas at once: how long everybody else waits. */
async function burst() {
  const rows = await eachWay(async server => {
    await ask(server, { deltas: 2000 }).done;
    await server.begin();
    const since = performance.now();
    const answer = ask(server, { deltas: 50_000 });
    await answer.done;
    const { loopMaxMs, cpuMs } = await server.figures();
    const seconds = rounded((performance.now() - since) / 1000);
    return { deltas: answer.lags.length, loopMaxMs: rounded(loopMaxMs), cpuMs, seconds };
  });
  const at = Object.fromEntries(rows);
  return { rows, figures: { burstBlockMs: at['ours, sqlite'].loopMaxMs } };
}

/** A megabyte of state, and 5,000 changes of it: what each of them costs. */
async function state() {
  const changes = 5000;
  const rows = await eachWay(async server => {
    await ask(server, { state: 10, changes: 100 }).done;
    await server.begin();
    await ask(server, { state: 1000, changes }).done;
    const { cpuMs, loopMaxMs } = await server.figures();
    return { msPerDelta: rounded(cpuMs / changes), loopMaxMs: rounded(loopMaxMs) };
  }, withoutPostgres);
  return { rows, figures: { stateDeltaMs: Object.fromEntries(rows)['ours, sqlite'].msPerDelta } };
}

/** 200 turns of one conversation with an agent of the Agent Framework: what is kept of them. */
async function turns() {
  // As it streams, and not at once: each moment is kept by itself until it is over.
  const question = { words: 300, perSecond: 400 };
  const { characters } = turn({ messages: [] }, question.words);
  const rows = await eachWay(
    async server => {
      let threadId;
      for (let at = 0; at < 200; at++) {
        const answer = ask(server, question, { threadId });
        await answer.done;
        threadId = answer.threadId;
      }
      // The last one's end is written a moment after it was told, and its rows are joined after that.
      await pause(3000);
      const kept = await server.kept();
      const said = 200 * (characters + JSON.stringify(question).length);
      return { said, kept, keptTimesText: rounded(kept / said) };
    },
    ways.filter(([way]) => way === 'ours'),
  );
  const { keptTimesText } = Object.fromEntries(rows)['ours, sqlite'];
  return { rows, figures: { keptTimesText } };
}

/** 100 readers of one long answer who do not read. */
async function readers() {
  const rows = await eachWay(async server => {
    await ask(server, { deltas: 2000 }).done;
    const before = (await server.figures()).megabytes;
    const long = { deltas: 8000, pad: 1000 };
    const one = ask(server, long, { reads: server.way === 'ours' });
    while (server.way === 'ours' && !one.known) await pause(5);
    // Elsewhere each reader has an answer of its own.
    const another = () =>
      server.way === 'ours' ? follow(server, one.runId) : ask(server, long, { reads: false });
    const all = [one, ...Array.from({ length: 100 }, another)];
    await Promise.all(all.map(({ done }) => done));
    await pause(10_000);
    const { megabytes } = await server.figures();
    for (const { leave } of all) leave();
    return { megabytes: rounded(megabytes - before) };
  }, withoutPostgres);
  return { rows, figures: { slowReadersMb: Object.fromEntries(rows)['ours, sqlite'].megabytes } };
}

/** Who goes, or stops: how long until the agent's connection is closed. */
async function aborts() {
  const rows = await eachWay(async (server, agent) => {
    const took = [];
    // The proxy middleware leaves each open: of the others a few are enough.
    const times = server.way === 'ours' ? 1000 : 20;
    for (let at = 0; at < times; at++) {
      const answer = ask(server, { deltas: 1, perSecond: 1000, hangs: true });
      while (answer.lags.length === 0) await pause(2);
      const since = performance.timeOrigin + performance.now();
      await leave(server, answer);
      while (
        !agent.closed.has(answer.runId) &&
        performance.timeOrigin + performance.now() - since < 5000
      )
        await pause(2);
      took.push((agent.closed.get(answer.runId) ?? Infinity) - since);
    }
    return {
      times,
      p50Ms: rounded(quantile(took, 0.5)),
      p99Ms: rounded(quantile(took, 0.99)),
      left: await agent.open(),
    };
  });
  const { p99Ms, left } = Object.fromEntries(rows)['ours, sqlite'];
  return { rows, figures: { abortP99Ms: p99Ms, left } };
}

async function leave({ way, port }, answer) {
  if (way === 'ours') {
    const url = `http://127.0.0.1:${port}/apps/component/default/weather/runs/${answer.runId}/stop`;
    await fetch(url, { method: 'POST' });
  }
  answer.leave();
}
