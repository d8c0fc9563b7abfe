import { chat } from '../../rules/support/chat-api.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import type { Turn } from '../../run/turn.ts';
import { exchangeLine, type Identified } from './curl-line.ts';
import type { Scene } from './scene.ts';

/** Lines that repeat the changes of a session before `exchange`. */
export function lifeLines({ seen, target }: Scene, exchange: Exchange, session: Identified): string[] {
  const ids = [session];
  const shown = isAboutEarlierCalls(seen, exchange);
  const lines = changesBefore(seen, exchange).flatMap((change) => {
    const line = exchangeLine(target, change, { flags: ['-sN'], ids });
    return changeLines(seen, change, line, shown);
  });
  const earlier = readingBefore(seen, exchange);
  if (earlier && lines.length > 0) lines.splice(-1, 0, exchangeLine(target, earlier, { flags: ['-s'], ids }));
  return lines;
}

/** A change, followed to its end, or to the point where the run disconnected. */
function changeLines(seen: Observations, exchange: Exchange, line: string, shown: boolean): string[] {
  const turn = turnOf(seen, exchange);
  if (turn?.ended !== 'aborted') return [shown ? line : `${line} > /dev/null`];
  const count = turn.messages.at(-1)?.number ?? 1;
  // Not `grep -m`: it reads to the end if nobody reads its output.
  const left = `${line} | awk '{ print } /^data/ && ++count == ${count} { exit }'`;
  return [shown ? left : `${left} > /dev/null`, `sleep ${restAfter(seen, exchange)}`];
}

/**
 * Seconds until a session settles after a disconnect: as long as the run waited, but no longer than the server needs to
 * end a whole turn.
 */
function restAfter({ departures, turns }: Observations, { number, startedAt, durationMs }: Exchange): string {
  const departure = departures.find(({ turn }) => turn.exchange.number === number);
  const waited = (departure?.history.at(-1)?.startedAt ?? 0) - startedAt - durationMs;
  const whole = turns.filter(({ ended }) => ended === 'closed').map(({ exchange }) => exchange.durationMs);
  return (Math.max(1_000, Math.min(waited, Math.max(0, ...whole) + 1_000)) / 1000).toFixed(1);
}

/**
 * The requests that may have changed a session: accepted ones, and of several titles the last. Rejected turns are
 * included if the violation is their trace: in the history, or in the locked indexes.
 */
function changesBefore(seen: Observations, exchange: Exchange): Exchange[] {
  const { session, number, operation, request } = exchange;
  const reads = request.method === 'GET';
  const locked = seen.indexUses.some((use) => numberOf(use.result) === number);
  const changes = seen.exchanges.filter((one) => {
    if (one.session !== session || one.number >= number || !one.response) return false;
    if (one.request.method === 'GET' || one.operation === chat.create || one.credential !== 'valid') return false;
    if (seen.overlaps.some(({ second }) => numberOf(second) === one.number)) return false;
    const { status } = one.response;
    if (status < 300) return [chat.stream, chat.title, chat.delete].some((id) => id === one.operation);
    return status < 500 && one.operation === chat.stream && (reads || (locked && operation === chat.stream));
  });
  const title = changes.findLast((one) => one.operation === chat.title);
  return changes.filter((one) => one.operation !== chat.title || one === title);
}

/** An earlier read of the same kind, if the violation is a change by the last turn. */
function readingBefore(seen: Observations, exchange: Exchange): Exchange | undefined {
  if (!isReadingAfterTurn(seen, exchange)) return undefined;
  const last = seen.turns.findLast(
    ({ session, exchange: turn }) => session === exchange.session && turn.number < exchange.number,
  );
  return seen.exchanges.findLast(
    ({ session, operation, number }) =>
      session === exchange.session && operation === exchange.operation && number < (last?.exchange.number ?? 0),
  );
}

/** True for the summary that was read after a turn. */
export function isReadingAfterTurn({ snapshots }: Observations, { number }: Exchange): boolean {
  return snapshots.some(({ moment, summary }) => moment === 'turn' && summary.number === number);
}

/** True if a turn reuses the call id of an earlier turn, which must be visible too. */
function isAboutEarlierCalls(seen: Observations, exchange: Exchange): boolean {
  const messages = turnOf(seen, exchange)?.messages ?? [];
  return messages.some(({ protocol }) => protocol.some(({ rule }) => rule === 'lifecycle-unique'));
}

function turnOf({ turns }: Observations, { number }: Exchange): Turn | undefined {
  return turns.find((turn) => turn.exchange.number === number);
}

/** The number of a turn's exchange, or of the response that rejected the turn. */
export function numberOf(result: Turn | Exchange): number {
  return 'messages' in result ? result.exchange.number : result.number;
}
