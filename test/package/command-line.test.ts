import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { commands } from '../../src/cli/commands.ts';
import { closedAddress, mockForTest, runCli } from '../support/run-cli.ts';
import { mockProcessForTest, program, runCliProcess, runProgram } from '../support/run-process.ts';

const server = ['--base-url', 'http://127.0.0.1:4010'];
const secret = 'key-that-nobody-may-see';

/** One line on standard error, nothing on standard output, exit code 2. */
function wrongUsage(message: string | RegExp) {
  return {
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(
      message instanceof RegExp ? message : new RegExp(`^chat-contract: ${literally(message)}.*\n$`),
    ),
  };
}

/** Select Graphic Rendition (ECMA-48, section 8.3.117): colour and weight. */
const colorCode = /\u001b\[[\d;]*m/;

/** `text` as a pattern. */
function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'command-line-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

// Tests of the process itself; all others run in the process of the tests.
describe('the program', () => {
  it('prints to its streams and exits with the code of the command', async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(await runCliProcess(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
    expect(await runCliProcess(['mock', '--port', '99999'])).toEqual(wrongUsage('--port 99999 must be a whole number'));
  });

  it('exits with 1 if the server violates the contract, and with 0 from the mock on Ctrl-C', async () => {
    const mock = await mockProcessForTest(['--fault', 'no-allow', '--speed', 'max']);
    const args = ['test', '--base-url', mock.url, '--rule', 'allow-names-methods'];
    expect((await runCliProcess(args, { LLAMA_CLOUD_API_KEY: 'any' })).code).toBe(1);
    expect((await mock.interrupt()).code).toBe(0);
  });

  it('ends quietly if its output is closed early', async () => {
    const line = `'${process.execPath}' '${program}' rules --format markdown | head -n 1`;
    const { code, stdout, stderr } = await runProgram('bash', ['-o', 'pipefail', '-c', line]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('two calls in one process', () => {
  it('share no options', async () => {
    const plain = await runCli(['rules']);
    const json = await runCli(['rules', '--format', 'json']);
    expect(JSON.parse(json.stdout)).not.toEqual([]);
    expect(await runCli(['rules'])).toEqual(plain);
    const rule = (id: string) => runCli(['test', '--plan', '--base-url', 'http://127.0.0.1:1', '--rule', id]);
    const first = await rule('list-ends');
    await rule('title-set');
    expect(await rule('list-ends')).toEqual(first);
  });
});

describe('help', () => {
  it.each(Object.keys(commands))('of %s names its options and exits with 0', async (name) => {
    const { code, stdout, stderr } = await runCli([name, '--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { command } = await commands[name]!.load();
    expect(stdout).toContain(`Usage: chat-contract ${name} [options]`);
    for (const { flags } of command.options) expect(stdout).toContain(flags);
    for (const example of command.examples ?? []) expect(stdout).toContain(example);
  });

  it('lists every command and the exit codes', async () => {
    const { code, stdout } = await runCli(['--help']);
    expect(code).toBe(0);
    for (const [name, { summary }] of Object.entries(commands)) {
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +.*${literally(summary)}$`, 'm'));
    }
    expect(stdout).toContain('Exit codes: 0 ');
  });

  it('is printed as a usage error without a command', async () => {
    expect(await runCli([])).toMatchObject({ code: 2, stderr: expect.stringContaining('Usage: chat-contract') });
  });
});

describe('a usage error prints one line and exits with 2', () => {
  it.each([
    [['nope'], "unknown command 'nope'"],
    [['mock', '--nope'], "unknown option '--nope'"],
    [['mock', 'extra'], "too many arguments for 'mock'"],
    [['mock', '--port'], "option '--port <number>' argument missing"],
    [['mock', '--port', '99999'], '--port 99999 must be a whole number from 0 to 65535.'],
    [['mock', '--port', '0', '--scenario', 'nope'], 'Unknown scenario "nope". Expected '],
    [
      ['mock', '--port', '0', '--fault', 'garbage-frame:0'],
      'Invalid fault "garbage-frame:0". N must be a whole number from 1, not "0".',
    ],
    [
      ['proxy', '--upstream', 'http://127.0.0.1:1', '--port', '0', '--fault', 'drop-event:0'],
      'Invalid fault "drop-event:0". N must be a whole number from 1, not "0".',
    ],
    [['lint', '--format', 'nope'], 'Unknown --format nope. Expected '],
    [['lint', '/nowhere.yaml'], 'Cannot read /nowhere.yaml: file not found'],
    [['generate', '--spec', '/nowhere.yaml'], 'Cannot read /nowhere.yaml: file not found'],
    [['test'], 'The URL of the server is missing. Set --base-url or LLAMA_CLOUD_BASE_URL.'],
    [['test', '--base-url', 'nope'], '--base-url nope is not a URL'],
    [['test', '--base-url', 'ftp://127.0.0.1'], '--base-url ftp://127.0.0.1 must begin with http:// or https://.'],
    [['test', ...server, '--timeout', 'soon'], '--timeout soon must be a whole number, 1 or more.'],
    [['test', ...server, '--max-turns', '-1'], '--max-turns -1 must be a whole number, 0 or more.'],
    [['test', ...server, '--rule', 'nope'], 'Unknown --rule nope. Expected '],
  ])('%j', async (args, message) => {
    expect(await runCli(args)).toEqual(wrongUsage(message));
  });

  it('mock on a port that is in use', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void taken.close());
    const { port } = taken.address() as { port: number };
    const message = `Port ${port} on 127.0.0.1 is in use; choose another with --port`;
    expect(await runCli(['mock', '--port', String(port)])).toEqual(wrongUsage(message));
  });

  it('test with nothing at the address', async () => {
    const address = await closedAddress();
    expect(await runCli(['test', '--base-url', address])).toEqual(
      wrongUsage(new RegExp(`^chat-contract: .*${literally(address)}.*--base-url.*\n$`)),
    );
  });
});

describe('a run of test', () => {
  it('reads URL and token from options, else from the environment', async () => {
    const { url } = await mockForTest(['--token', secret]);
    const one = ['test', '--rule', 'list-ends'];
    const environment = { LLAMA_CLOUD_BASE_URL: url, LLAMA_CLOUD_API_KEY: secret };
    expect(await runCli(one, environment)).toMatchObject({ code: 0 });
    const closed = { ...environment, LLAMA_CLOUD_BASE_URL: await closedAddress() };
    expect(await runCli(one, closed)).toMatchObject({ code: 2 });
    expect(await runCli([...one, '--base-url', url], closed)).toMatchObject({ code: 0 });
  });

  it('exits with 1 and names the rule that a server violates', async () => {
    const { url } = await mockForTest(['--fault', 'server-error', '--speed', 'max']);
    const { code, stdout } = await runCli(['test', '--base-url', url, '--token', 'any', '--rule', 'no-server-error']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/✗ fails .*\(no-server-error\)/);
    expect(stdout).toMatch(new RegExp(`^  curl -i .*${literally(url)}/api/v1/chat`, 'm'));
  });
});

describe('a secret', () => {
  it('is in no output and no report, even if the server repeats it', async () => {
    const mock = await mockForTest(['--token', secret, '--fault', 'echoes-credential', '--speed', 'max']);
    const folder = temporaryFolder();
    const args = ['test', '--base-url', mock.url, '--token', secret, '--report-dir', folder];
    const { code, stdout, stderr } = await runCli(args);
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining('fails  Responses never contain the credential'),
    });
    const served = await mock.interrupt();
    expect(served.stderr).toContain('/api/v1/chat 200');
    const written = ['report.json', 'junit.xml'].map((file) => readFileSync(join(folder, file), 'utf8'));
    for (const text of [stdout, stderr, served.stdout, served.stderr, ...written]) expect(text).not.toContain(secret);
  });

  it.each([
    [['test', '--base-url', `http://user:${secret}@127.0.0.1:4010`]],
    [['test', '--base-url', 'nope', '--token', secret]],
    [['test', ...server, '--token', `${secret}\n`]],
    [['mock', '--token', `${secret} and more`]],
    [['mock', '--nope', '--token', secret]],
  ])('is not in the message of %#', async (args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(code).toBe(2);
    expect(stdout + stderr).not.toContain(secret);
  });

  it('is not shown if the server is unreachable', async () => {
    const { stdout, stderr } = await runCli(['test', '--base-url', await closedAddress(), '--token', secret]);
    expect(stdout + stderr).not.toContain(secret);
  });
});

/** `script` gives a program a terminal; its options differ on other systems. */
describe.skipIf(process.platform !== 'linux')('colour', () => {
  const onTerminal = async (environment: Record<string, string>) => {
    const { url } = await mockForTest();
    const line = `'${process.execPath}' '${program}' test --base-url ${url} --token any --rule list-ends`;
    return runProgram('script', ['--quiet', '--return', '--command', line, '/dev/null'], environment);
  };

  it('is used on a terminal', async () => {
    const { code, stdout } = await onTerminal({});
    expect(code).toBe(0);
    expect(stdout).toContain('\u001b[32mThe server conforms');
  });

  it('is not used with NO_COLOR or without a terminal', async () => {
    const { code, stdout } = await onTerminal({ NO_COLOR: '1' });
    expect(code).toBe(0);
    expect(stdout).toContain('The server conforms');
    expect(stdout).not.toMatch(colorCode);
    const { url } = await mockForTest();
    const piped = await runCli(['test', '--base-url', url, '--token', 'any', '--rule', 'list-ends']);
    expect(piped.stdout).toContain('The server conforms');
    expect(piped.stdout).not.toMatch(colorCode);
  });
});
