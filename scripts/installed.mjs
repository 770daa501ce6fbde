// Before every root script: installs the dependencies when they are missing, with the shell's own Node.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(
    `Node ${process.versions.node} is too old to install with: install Node 20 or newer.`,
  );
  process.exit(1);
}
if (!existsSync('node_modules/.package-lock.json')) {
  console.log('Installing the dependencies (once)…');
  const { status } = spawnSync('npm', ['ci', '--loglevel=error'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('The dependencies could not be installed; see the lines above.');
    process.exit(1);
  }
}
