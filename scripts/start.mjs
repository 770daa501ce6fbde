// `npm start`: the sandbox and the portal, until Ctrl-C. With `--develop` (`npm run dev`) each change of the pages is taken over at
// once; `--inspect` lets a debugger attach to the backend.
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { startPortal } from './portal.mjs';

const { values } = parseArgs({
  options: {
    'frontend-port': { type: 'string', default: '3000' },
    'backend-port': { type: 'string', default: '7007' },
    'sandbox-port': { type: 'string', default: '7440' },
    state: { type: 'string', default: '.sandbox' },
    develop: { type: 'boolean', default: false },
    inspect: { type: 'boolean', default: false },
    'inspect-port': { type: 'string', default: '9229' },
  },
});

function requireTool(name, hint) {
  try {
    execFileSync(name, ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error(`${name} is not on PATH: ${hint}`);
  }
}

try {
  requireTool('git', 'install git, which the sandbox hosts the made repositories with.');
  const interrupted = Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);
  const starting = startPortal({
    frontendPort: Number(values['frontend-port']),
    backendPort: Number(values['backend-port']),
    sandboxPort: Number(values['sandbox-port']),
    state: values.state,
    pages: values.develop ? 'developed' : 'built',
    inspectPort: values.inspect ? Number(values['inspect-port']) : undefined,
    say: line => console.log(line),
  });
  const portal = await Promise.race([starting, interrupted.then(() => undefined)]);
  if (!portal) {
    (await starting).stop().then(() => process.exit(0));
  } else {
    const { git, gitUser, gitPassword, admin } = portal.facts;
    console.log(
      `The repositories are at ${git}; to push, user ${gitUser}, password ${gitPassword}`,
    );
    console.log(`What is to fail, to see what the portal says then, is switched at ${admin}`);
    console.log(`The portal answers at ${portal.address} (Ctrl-C stops everything)`);
    const ended = Object.entries(portal.processes).map(([name, child]) =>
      once(child, 'exit').then(() => name),
    );
    const name = await Promise.race([interrupted.then(() => undefined), ...ended]);
    await portal.stop();
    if (name)
      throw new Error(
        `The ${name} ended by itself; the end of its log is in ${portal.logs}/${name}.log.`,
      );
    process.exit(0);
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
