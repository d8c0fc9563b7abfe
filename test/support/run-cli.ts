import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';

/** The program as users call it, from the built files. */
export const program = join(packageRoot, 'bin/chat-contract.js');

/** What a process left behind. */
export interface Finished {
  /** `null` where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A mock in a process of its own. */
export interface StartedMock {
  /** Without a slash at its end. */
  url: string;
  /** Ends it as Ctrl-C does. */
  interrupt(): Promise<Finished>;
}

/** Runs a program to its end, with nothing on standard input, in the package's folder. */
export function runProgram(command: string, args: readonly string[], environment = {}): Promise<Finished> {
  return finish(spawnProgram(command, args, environment));
}

/** Runs `chat-contract` to its end; `interrupt` sends it what Ctrl-C sends. */
export function runCli(args: readonly string[], environment = {}, interrupt?: AbortSignal): Promise<Finished> {
  const child = spawnProgram(process.execPath, [program, ...args], environment);
  interrupt?.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
  return finish(child);
}

/**
 * Starts `chat-contract mock` on any free port and waits for its greeting.
 *
 * @throws {Error} with what it printed, where it ends before
 */
export async function startCliMock(args: readonly string[] = []): Promise<StartedMock> {
  const child = spawnProgram(process.execPath, [program, 'mock', '--port', '0', ...args]);
  const finished = finish(child);
  const url = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout?.on('data', (text: string) => {
      output += text;
      const listening = /^The mock listens on (\S+)$/m.exec(output)?.[1];
      if (listening) resolve(listening);
    });
    finished.then(({ stderr }) => reject(new Error(`The mock did not start: ${stderr}`)), reject);
  });
  return {
    url,
    interrupt: () => {
      child.kill('SIGINT');
      return finished;
    },
  };
}

/** The same for one test: it ends with the test. A concurrent test hands in its own `onTestFinished`. */
export async function mockForTest(
  args: readonly string[] = [],
  atEnd: (end: () => Promise<void>) => void = onTestFinished,
): Promise<StartedMock> {
  const mock = await startCliMock(args);
  atEnd(async () => {
    await mock.interrupt();
  });
  return mock;
}

/** The address of a port on which nothing listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('The test could not find a free port.');
  return `http://127.0.0.1:${address.port}`;
}

/** What the developer's shell says of servers, tokens and colour is no part of a test. */
function spawnProgram(command: string, args: readonly string[], environment = {}): ChildProcess {
  const { LLAMA_CLOUD_API_KEY, LLAMA_CLOUD_BASE_URL, NO_COLOR, FORCE_COLOR, ...rest } = process.env;
  return spawn(command, args, {
    cwd: packageRoot,
    env: { ...rest, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function finish(child: ChildProcess): Promise<Finished> {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...texts }));
  });
}
