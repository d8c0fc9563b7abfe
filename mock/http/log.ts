import { cut } from '../../src/shared/excerpt.ts';

/** One logged request, without its headers and query, which can contain credentials. */
export interface LogEntry {
  method: string;
  path: string;
  status: number;
  /** From the first byte of the request to the end of the response. */
  milliseconds: number;
  /** The scenario of the response. */
  scenario: string | undefined;
  /** Why this scenario was selected. */
  reason: string | undefined;
  /** The faults that changed the response. */
  faults: readonly string[];
  /** All active faults, including those that changed nothing. */
  faultsOn: readonly string[];
  /** The error, if the mock itself failed. */
  failure?: unknown;
}

/**
 * Formats one request as one line, with its line end. Control characters of the request are escaped.
 *
 * @example
 * import { formatLogEntry, startMock } from 'chat-contract/mock';
 *
 * await startMock({ log: (entry) => process.stderr.write(formatLogEntry(entry)) });
 */
export function formatLogEntry({
  method,
  path,
  status,
  milliseconds,
  scenario,
  reason,
  faults,
  faultsOn,
  failure,
}: LogEntry): string {
  const words = [method, cut(path, 120), String(status), `${milliseconds} ms`];
  if (scenario) words.push(`scenario ${scenario}${reason ? ` (${reason})` : ''}`);
  if (faults.length > 0) words.push(`fault ${faults.join(', ')}`);
  const idle = faultsOn.filter((name) => !faults.includes(name));
  if (idle.length > 0) words.push(`fault ${idle.join(', ')} active, but not applicable`);
  if (failure !== undefined)
    words.push(failure instanceof Error ? (failure.stack ?? failure.message) : String(failure));
  const line = words.join(' ').replace(/[^\P{Cc}]/gu, (character) => JSON.stringify(character).slice(1, -1));
  return `${line}\n`;
}

/**
 * Formats one request as one line of JSON.
 *
 * @param at when the response ended
 *
 * @example
 * import { formatLogEntryAsJson, startMock } from 'chat-contract/mock';
 *
 * await startMock({ log: (entry) => process.stderr.write(formatLogEntryAsJson(entry, new Date())) });
 */
export function formatLogEntryAsJson({ failure, ...entry }: LogEntry, at: Date): string {
  const reason = failure instanceof Error ? (failure.stack ?? failure.message) : failure;
  const line = { at: at.toISOString(), ...entry, ...(failure === undefined ? {} : { failure: String(reason) }) };
  return `${JSON.stringify(line)}\n`;
}
