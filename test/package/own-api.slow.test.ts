import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { bundleForNode } from '../support/bundle.ts';
import { checkFiles } from '../support/check-types.ts';
import { readBlocks } from '../support/read-blocks.ts';
import { type StartedMock, startCliMock } from '../support/run-cli.ts';
import { program, runProgram } from '../support/run-process.ts';

const blocks = readBlocks(readFileSync(join(packageRoot, 'docs/own-api.md'), 'utf8'));
// In this package, so that the client finds openapi-fetch.
const folder = mkdtempSync(join(packageRoot, 'node_modules/.own-api-'));
let mock: StartedMock | undefined;
afterAll(async () => {
  await mock?.interrupt();
  rmSync(folder, { recursive: true });
});

const textOf = (language: string) => blocks.find((block) => block.language === language)!.text;
const url = 'http://127.0.0.1:4010';

/** The output of each command. */
const prints: [has: string, expected: RegExp][] = [
  ['chat-contract lint', /0 errors, /],
  ['curl ', /^event: started\n[\s\S]*"percent":50[\s\S]*event: finished\n/],
  ['chat-contract generate', /wrote client\/client\.ts\n/],
  ['chat-contract test', / 0 fail,[\s\S]*No violations/],
];

it('leads from the document to a mock, a typed client and a contract test', async () => {
  mkdirSync(join(folder, 'scenarios'));
  writeFileSync(join(folder, 'jobs.yaml'), textOf('yaml'));
  writeFileSync(join(folder, 'scenarios/two-files.sse'), textOf('sse'));
  const shell = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text);
  const [starts] = shell.filter((text) => text.includes('chat-contract mock'));
  expect(starts).toBe('npx chat-contract mock --spec jobs.yaml --scenarios scenarios --port 4010\n');
  mock = await startCliMock(['--spec', join(folder, 'jobs.yaml'), '--scenarios', join(folder, 'scenarios')]);

  for (const text of shell.filter((one) => one !== starts && !one.startsWith('npm install'))) {
    const [, expected] = prints.find(([has]) => text.includes(has))!;
    const line = text.replaceAll(url, mock.url).replaceAll('npx chat-contract', `${process.execPath} ${program}`);
    const { code, stdout, stderr } = await runProgram('bash', ['-euc', `cd ${folder}\n${line}`]);
    expect(stdout + stderr).toMatch(expected);
    expect(code).toBe(0);
  }
}, 120_000);

it('types the events and throws if the stream fails', async () => {
  const file = join(folder, 'use.ts');
  writeFileSync(file, textOf('ts'));
  expect(checkFiles([file])).toEqual([]);
  writeFileSync(file, textOf('ts').replace('event.percent', 'event.percents'));
  expect(checkFiles([file])).toEqual([expect.stringContaining("'percents' does not exist")]);

  const run = async (text: string) => {
    const bundled = join(folder, 'use.mjs');
    writeFileSync(bundled, await bundleForNode(text.replaceAll(url, mock!.url), folder));
    return runProgram(process.execPath, [bundled]);
  };
  expect(await run(textOf('ts'))).toEqual({ code: 0, stdout: 'a.csv 50\n', stderr: '' });
  writeFileSync(
    join(folder, 'scenarios/two-files.sse'),
    textOf('sse').replace(
      /event: finished[\s\S]*/,
      'event: failed\ndata: {"type":"failed","job":"job-1","reason":"disk"}\n\n',
    ),
  );
  await expect.poll(() => run(textOf('ts'))).toMatchObject({ code: 1, stderr: expect.stringContaining('disk') });
});
