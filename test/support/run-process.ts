import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { packageRoot } from '../../src/shared/package-root.ts';
import { type Finished, listeningAddress, type StartedMock } from './run-cli.ts';

/** The program as users call it, from the built files. */
export const program = join(packageRoot, 'bin/chat-contract.js');

/** Runs a program to its end, with nothing on standard input, in the package's folder. */
export function runProgram(command: string, args: readonly string[], environment = {}): Promise<Finished> {
  return finish(spawnProgram(command, args, environment));
}

/** Runs `chat-contract` as a separate process. Use `runCli`, which is faster, if the process does not matter. */
export function runCliProcess(args: readonly string[], environment = {}, interrupt?: AbortSignal): Promise<Finished> {
  const child = spawnProgram(process.execPath, [program, ...args], environment);
  interrupt?.addEventListener('abort', () => child.kill('SIGINT'), { once: true });
  return finish(child);
}

/** Starts `chat-contract mock` as a separate process on a free port. It ends with the test. */
export async function mockProcessForTest(args: readonly string[] = []): Promise<StartedMock> {
  const child = spawnProgram(process.execPath, [program, 'mock', '--port', '0', ...args]);
  const texts = { stdout: '', stderr: '' };
  const finished = finish(child, texts);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await finished;
  });
  return {
    url: await listeningAddress((read) => child.stdout?.on('data', read), finished),
    printed: () => ({ ...texts }),
    interrupt: (signal = 'SIGINT') => {
      child.kill(signal);
      return finished;
    },
  };
}

/** Removes the developer's settings for servers, tokens and colour. */
function spawnProgram(command: string, args: readonly string[], environment = {}): ChildProcess {
  const { LLAMA_CLOUD_API_KEY, LLAMA_CLOUD_BASE_URL, NO_COLOR, FORCE_COLOR, ...rest } = process.env;
  return spawn(command, args, {
    cwd: packageRoot,
    env: { ...rest, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function finish(child: ChildProcess, texts = { stdout: '', stderr: '' }): Promise<Finished> {
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
