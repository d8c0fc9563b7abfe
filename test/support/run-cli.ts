import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';
import { main, type Output } from '../../src/cli/main.ts';

/** The exit code and output of a run of the command line. */
export interface Finished {
  /** `null` if a signal ended the process. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A mock that `chat-contract mock` started. */
export interface StartedMock {
  /** Without a trailing slash. */
  url: string;
  /** Its output so far. */
  printed(): { stdout: string; stderr: string };
  /** Stops it like Ctrl-C or SIGTERM. */
  interrupt(signal?: 'SIGINT' | 'SIGTERM'): Promise<Finished>;
}

/** Runs `chat-contract` to its end, in this process; `interrupt` replaces Ctrl-C. */
export async function runCli(
  args: readonly string[],
  environment: Record<string, string> = {},
  interrupt: AbortSignal = new AbortController().signal,
): Promise<Finished> {
  return start(args, environment, interrupt).finished;
}

/**
 * Starts `chat-contract mock` on a free port, in this process, and waits until it listens.
 *
 * @throws {Error} with its output, if it ends before
 */
export async function startCliMock(args: readonly string[] = []): Promise<StartedMock> {
  const interrupt = new AbortController();
  const { finished, stdout, stderr } = start(['mock', '--port', '0', ...args], {}, interrupt.signal);
  return {
    url: await listeningAddress(stdout.onText, finished),
    printed: () => ({ stdout: stdout.text(), stderr: stderr.text() }),
    interrupt: (signal = 'SIGINT') => {
      interrupt.abort(signal);
      return finished;
    },
  };
}

/** The same for one test: the mock ends with it. A concurrent test passes its own `onTestFinished`. */
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

/** Resolves with the URL in a mock's greeting. */
export function listeningAddress(
  onText: (read: (text: string) => void) => void,
  finished: Promise<Finished>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    onText((text) => {
      output += text;
      const address = /http:\/\/\S+(?=\n)/.exec(output)?.[0];
      if (address) resolve(address);
    });
    finished.then(({ stderr }) => reject(new Error(`The mock did not start: ${stderr}`)), reject);
  });
}

/** The URL of a port on which nothing listens. */
export async function closedAddress(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('The test could not find a free port.');
  return `http://127.0.0.1:${address.port}`;
}

function start(args: readonly string[], environment: Record<string, string>, signal: AbortSignal) {
  const [stdout, stderr] = [createOutput(), createOutput()];
  const finished = main(args, { stdout, stderr, environment, signal }).then((code) => ({
    code,
    stdout: stdout.text(),
    stderr: stderr.text(),
  }));
  return { finished, stdout, stderr };
}

/** Collects written text. */
function createOutput(): Output & { text(): string; onText(read: (text: string) => void): void } {
  let all = '';
  const readers: ((text: string) => void)[] = [];
  return {
    write(text) {
      all += text;
      for (const read of readers) read(text);
    },
    text: () => all,
    onText: (read) => void readers.push(read),
  };
}
