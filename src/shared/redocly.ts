import { type ChildProcess, execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The output of a Redocly run. */
export interface RedoclyOutput {
  /** 1 if it found problems. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Options of a run of Redocly's command line. */
export interface RedoclyRun {
  /** The working directory. */
  cwd: string;
  signal: AbortSignal;
  /** Writes the files that Redocly reads, while Redocly starts and loads its modules. */
  input?: () => Promise<unknown>;
}

/**
 * Runs Redocly's command line in its own process, without network access.
 *
 * @throws {Error} if it is not installed, does not start, or is interrupted; or what `input` rejects with
 */
export async function runRedoclyCli(
  args: readonly string[],
  { cwd, signal, input = async () => {} }: RedoclyRun,
): Promise<RedoclyOutput> {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const program = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.redocly);
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const options = { cwd, env, signal, maxBuffer: 256 * 1024 * 1024 };
  let child: ChildProcess | undefined;
  const output = new Promise<RedoclyOutput>((resolve, reject) => {
    child = execFile(
      process.execPath,
      ['--import', preload(manifest), program, ...args],
      options,
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') reject(error);
        else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
      },
    );
  });
  // A process that has ended reads nothing.
  child?.stdin?.on('error', () => {});
  const start = input().then(
    () => child?.stdin?.end(),
    (error: unknown) => {
      child?.kill();
      throw error;
    },
  );
  const [started, ended] = await Promise.allSettled([start, output]);
  if (started.status === 'rejected') throw started.reason;
  if (ended.status === 'rejected') throw ended.reason;
  return ended.value;
}

/**
 * Runs before Redocly: blocks requests to the URLs in a document or rule file. Redocly's first modules, a third of its
 * time, are loaded while its input is written; the end of standard input signals that the input is ready.
 */
function preload(manifest: string): string {
  const first = pathToFileURL(join(dirname(manifest), 'lib/index.js'));
  const code = `
globalThis.fetch = async (url) => { throw new Error(String(url) + ' is not fetched.'); };
const made = new Promise((resolve) => process.stdin.once('close', resolve).resume());
const { readFileSync } = await import('node:fs');
const first = ${JSON.stringify(first)};
try {
  const imports = readFileSync(new URL(first), 'utf8').matchAll(/(?:from|import) ?"(\\.\\/[^"]+\\.js)"/g);
  await Promise.all([...imports].map(([, name]) => import(new URL(name, first))));
} catch {}
await made;`;
  return `data:text/javascript,${encodeURIComponent(code)}`;
}
