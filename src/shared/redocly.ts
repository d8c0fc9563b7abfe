import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The output of a Redocly run. */
export interface RedoclyOutput {
  /** 1 if it found problems. */
  code: number;
  stdout: string;
  stderr: string;
}

/** Loaded before Redocly, so that addresses in documents and rule files are never fetched. */
const offline = `data:text/javascript,globalThis.fetch=async(url)=>{throw new Error(String(url)+' is not fetched.')}`;

/**
 * Runs Redocly's command line in its own process, without network access.
 *
 * @throws {Error} if it is not installed, does not start, or is interrupted
 */
export function runRedoclyCli(args: readonly string[], cwd: string, signal: AbortSignal): Promise<RedoclyOutput> {
  const manifest = createRequire(import.meta.url).resolve('@redocly/cli/package.json');
  const program = join(dirname(manifest), JSON.parse(readFileSync(manifest, 'utf8')).bin.redocly);
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const options = { cwd, env, signal, maxBuffer: 256 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, ['--import', offline, program, ...args], options, (error, stdout, stderr) => {
      if (error && typeof error.code !== 'number') reject(error);
      else resolve({ code: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}
