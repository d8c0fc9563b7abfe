import { spawnSync } from 'node:child_process';

// `npm run test:all`: every check. With `-- --after-test` it leaves out what `npm test` has just run.

const commands = process.argv.includes('--after-test') ? ['test:slow'] : ['test', 'test:slow'];
for (const command of commands) {
  const { status } = spawnSync('npm', ['run', '--silent', command], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}
