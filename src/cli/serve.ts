import { once } from 'node:events';
import type { ConsoleTools } from '../../mock/control/console-tools.ts';
import { formatLogEntry, formatLogEntryAsJson, type LogEntry } from '../../mock/http/log.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { CommandContext, OptionDefinition } from './command.ts';

/** The option for access to `/__mock/`. */
export const controlOption: OptionDefinition = {
  flags: '--control <who>',
  description: 'access to /__mock/: this machine, any client, or off',
  default: 'local',
  choices: ['local', 'any', 'off'],
};

/** The option for the request log. */
export const logOption: OptionDefinition = {
  flags: '--log <form>',
  description: 'request log format',
  default: 'text',
  choices: ['text', 'json', 'off'],
};

/** Parses a port number. @throws {UsageError} if it is invalid */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port ${text} must be a whole number from 0 to 65535.`);
}

/** Splits comma-separated names. */
export function readNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** Lines of one event-loop tick are written together: one write per line costs more than the request itself. */
export function createRequestLog({ options, stderr }: CommandContext): ((entry: LogEntry) => void) | undefined {
  if (options.log === 'off') return undefined;
  const format = options.log === 'json' ? (entry: LogEntry) => formatLogEntryAsJson(entry, new Date()) : formatLogEntry;
  let waiting = '';
  const flush = () => {
    const text = waiting;
    waiting = '';
    stderr(text);
  };
  return (entry) => {
    if (waiting === '') setImmediate(flush);
    waiting += format(entry);
  };
}

/** The console's tools, loaded on first use so that the server starts quickly. */
export function loadConsoleTools(given: OpenApiDocument | undefined): ConsoleTools {
  const load = async () => {
    const { createConsoleTools } = await import('./console-tools.ts');
    return createConsoleTools(given);
  };
  return {
    buildDocs: async (signal) => (await load()).buildDocs!(signal),
    runContractTests: async (...run) => (await load()).runContractTests!(...run),
  };
}

/** Waits for Ctrl-C or SIGTERM. */
export async function untilStopped(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort');
}

/** Milliseconds that running streams may continue: some after SIGTERM, none after Ctrl-C. */
export function drainOf(signal: AbortSignal): number {
  return signal.reason === 'SIGTERM' ? 10_000 : 0;
}
