import { chat, sessionIdIn } from '../../rules/support/chat-api.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import type { Turn } from '../../run/turn.ts';
import { type CurlOptions, curlLine, fieldOf } from './curl-line.ts';

/** The session that an exchange is about, where the run created it before. */
export function createdBefore(
  { exchanges, sessions }: Observations,
  { session, number }: Exchange,
): { id: string; create: Exchange } | undefined {
  if (session === undefined) return undefined;
  const noted = sessions.find(({ id }) => id === session);
  if (noted?.role === 'found') return undefined;
  const create = noted?.create ?? exchanges.find((one) => createdId(one) === session);
  return create && create.number < number ? { id: session, create } : undefined;
}

/** The id of what a request created. */
function createdId({ operation, response }: Exchange): string | undefined {
  return operation === chat.create ? sessionIdIn(response?.json) : undefined;
}

/** Creates a session again and keeps its id in a variable; what the server answers is shown where `shown` says so. */
export function creationLine({ baseUrl }: Observations, create: Exchange, variable = 'SESSION', shown = false): string {
  const line = curlLine(baseUrl, create, { flags: '-s' });
  const id = fieldOf('session_id');
  return shown
    ? `CREATED=$(${line}); printf '%s\\n' "$CREATED"; ${variable}=$(printf %s "$CREATED" | ${id})`
    : `${variable}=$(${line} | ${id})`;
}

/** Lines that do with a session what was done with it before `exchange`, and then send that. */
export function lifeLines(seen: Observations, exchange: Exchange, variable = 'SESSION'): string[] {
  const { session = '' } = exchange;
  const where: CurlOptions = { session, variable };
  const before = changesBefore(seen, exchange);
  const lines: string[] = [];
  for (const one of before) lines.push(...changeLines(seen, one, where, showsBefore(seen, exchange)));
  const earlier = readingBefore(seen, exchange);
  if (earlier && lines.length > 0) lines.splice(-1, 0, curlLine(seen.baseUrl, earlier, { ...where, flags: '-s' }));
  return lines;
}

/** A change again: as it was left where its client went away, behind as many messages, else to its end. */
function changeLines(seen: Observations, exchange: Exchange, where: CurlOptions, shown: boolean): string[] {
  const turn = turnOf(seen, exchange);
  const line = curlLine(seen.baseUrl, exchange, { ...where, flags: '-sN' });
  if (turn?.ended !== 'aborted') return [shown ? line : `${line} > /dev/null`];
  const count = turn.messages.at(-1)?.number ?? 1;
  // Not `grep -m`: with nobody to read what it finds, it reads to the end.
  const left = `${line} | awk '{ print } /^data/ && ++count == ${count} { exit }'`;
  return [shown ? left : `${left} > /dev/null`, `sleep ${restAfter(seen, exchange)}`];
}

/** Seconds until a session had come to rest, behind a turn that its client left. */
function restAfter({ departures }: Observations, { number, startedAt, durationMs }: Exchange): string {
  const departure = departures.find(({ turn }) => turn.exchange.number === number);
  const last = departure?.history.at(-1)?.startedAt ?? 0;
  return (Math.max(1_000, last - startedAt - durationMs) / 1000).toFixed(1);
}

/**
 * What may have changed a session before: requests that were taken, and where it is read, or a turn's indexes are held
 * against its lock, those that were refused. A turn that met another one is no part of that.
 */
function changesBefore(seen: Observations, exchange: Exchange): Exchange[] {
  const { session, number, operation, request } = exchange;
  const reads = request.method === 'GET';
  const locked = seen.indexUses.some((use) => numberOf(use.result) === number);
  return seen.exchanges.filter((one) => {
    if (one.session !== session || one.number >= number || !one.response) return false;
    if (one.request.method === 'GET' || one.operation === chat.create || one.credential !== 'valid') return false;
    if (seen.overlaps.some(({ second }) => numberOf(second) === one.number)) return false;
    const { status } = one.response;
    if (status < 300) return [chat.stream, chat.title, chat.delete].some((id) => id === one.operation);
    return status < 500 && (reads || (locked && one.operation === operation));
  });
}

/** A reading of the same kind before the last turn, where what the turn did to it is judged. */
function readingBefore(seen: Observations, exchange: Exchange): Exchange | undefined {
  const judged = seen.snapshots.some(({ moment, summary }) => moment === 'turn' && summary.number === exchange.number);
  if (!judged) return undefined;
  const last = seen.turns.findLast(
    ({ session, exchange: turn }) => session === exchange.session && turn.number < exchange.number,
  );
  return seen.exchanges.findLast(
    ({ session, operation, number }) =>
      session === exchange.session && operation === exchange.operation && number < (last?.exchange.number ?? 0),
  );
}

/** True where a call of a turn was made in an earlier one: that has to be seen, too. */
function showsBefore(seen: Observations, exchange: Exchange): boolean {
  const messages = turnOf(seen, exchange)?.messages ?? [];
  return messages.some(({ protocol }) => protocol.some(({ rule }) => rule === 'lifecycle-unique'));
}

function turnOf({ turns }: Observations, { number }: Exchange): Turn | undefined {
  return turns.find((turn) => turn.exchange.number === number);
}

/** The number of a turn's exchange, or of what refused it. */
export function numberOf(result: Turn | Exchange): number {
  return 'messages' in result ? result.exchange.number : result.number;
}
