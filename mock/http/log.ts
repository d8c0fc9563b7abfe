import { cut } from '../../src/shared/excerpt.ts';

/** What is told of one request. Neither headers nor the query are in it: they may hold a credential. */
export interface LogEntry {
  method: string;
  path: string;
  status: number;
  /** From the first byte of the request to the end of the answer. */
  milliseconds: number;
  /** What a turn played. */
  scenario: string | undefined;
  /** Why this scenario was selected. */
  reason: string | undefined;
  /** The faults that changed the answer. */
  faults: readonly string[];
  /** The faults that were on, whether they changed this answer or not. */
  faultsOn: readonly string[];
  /** What the mock itself broke on, where it did. */
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
  if (idle.length > 0) words.push(`fault ${idle.join(', ')} on, but nothing to break`);
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
