import type { ConsoleTools } from '../../mock/control/console-tools.ts';
import { formatLogEntry, formatLogEntryAsJson, type LogEntry } from '../../mock/http/log.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { UsageError } from '../shared/usage-error.ts';
import type { CommandContext, OptionDefinition } from './command.ts';

/** Who may use `/__mock/` of a server. */
export const controlOption: OptionDefinition = {
  flags: '--control <who>',
  description: 'access to /__mock/: this machine, any client, or off',
  default: 'local',
  choices: ['local', 'any', 'off'],
};

/** How a server logs its requests. */
export const logOption: OptionDefinition = {
  flags: '--log <form>',
  description: 'request log format',
  default: 'text',
  choices: ['text', 'json', 'off'],
};

/** A port number. @throws {UsageError} if it is not one */
export function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new UsageError(`--port ${text} must be a whole number from 0 to 65535.`);
}

/** Names that are separated by commas. */
export function readNames(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

/** The lines of one turn of the event loop are written together: a write for each costs more than its request. */
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

/** The console's tools, loaded on first use: the server has to start at once. */
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
