import { spawnSync } from 'node:child_process';

// `npm run test:all`: every check. With `-- --after-test` it skips the checks of `npm test`.

const commands = process.argv.includes('--after-test') ? ['test:slow'] : ['test', 'test:slow'];
for (const command of commands) {
  const { status } = spawnSync('npm', ['run', '--silent', command], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) process.exitCode = 1;
}
