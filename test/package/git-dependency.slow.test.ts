import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { npm } from '../support/install-package.ts';
import { runProgram } from '../support/run-process.ts';

test('a git dependency builds itself during the installation', { timeout: 600_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'git-dependency-'));
  try {
    writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
    const address = `git+${pathToFileURL(packageRoot)}`;
    npm(['install', '--prefer-offline', '--no-audit', '--no-fund', address], folder);
    writeFileSync(
      join(folder, 'use.js'),
      `import { startMock } from 'chat-contract/mock';
       import { createChatClient } from 'chat-contract/client';
       const mock = await startMock({ speed: 'max' });
       const chat = createChatClient({ baseUrl: mock.url, token: 'any-token' });
       console.log((await chat.listSessions()).items[0].session_id);
       await mock.close();`,
    );
    const { stdout, stderr } = await runProgram(process.execPath, [join(folder, 'use.js')]);
    expect({ stdout, stderr }).toEqual({ stdout: 'ses_demo_welcome\n', stderr: '' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
