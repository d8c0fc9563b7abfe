import { chat } from '../../rules/support/chat-api.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import { isTurn } from '../../run/run.ts';
import { curlLine } from './curl-line.ts';
import { manySessions, walkLines } from './list-lines.ts';
import { createdBefore, creationLine, lifeLines, numberOf } from './session-lines.ts';

/**
 * Shell lines that show an exchange again: first those that bring the server into the state that it had, then the
 * request itself. The credential is `$LLAMA_CLOUD_API_KEY`, so the lines may be shown to anybody.
 */
export function reproduce(seen: Observations, exchange: Exchange): string {
  return linesOf(seen, exchange).join('\n');
}

function linesOf(seen: Observations, exchange: Exchange): string[] {
  const { baseUrl } = seen;
  const walk = seen.walks.find(({ pages }) => pages.some(({ number }) => number === exchange.number));
  if (walk) return walkLines(seen, walk, exchange);
  const created = createdBefore(seen, exchange);
  if (!created) {
    const isRight = exchange.credential === 'valid' || exchange.credential === 'lower-case-scheme';
    const shows = isRight && (exchange.response?.status ?? 0) < 300;
    const sessions = shows && exchange.operation === chat.list ? manySessions(seen, exchange) : [];
    return [...sessions, curlLine(baseUrl, exchange)];
  }
  const { id: session } = created;
  const other = otherLife(seen, exchange);
  const shown = seen.snapshots.some(({ moment, summary }) => moment === 'turn' && summary.number === exchange.number);
  return [
    creationLine(seen, created.create, 'SESSION', shown),
    ...(other ? [creationLine(seen, other.create, 'OTHER')] : []),
    ...lifeLines(seen, exchange),
    ...(other ? lookFirst(lifeLines(seen, { ...exchange, session: other.id }, 'OTHER'), seen, exchange) : []),
    ...(meetLines(seen, exchange, session) ?? [curlLine(baseUrl, exchange, { session })]),
    ...nextLines(seen, exchange, session),
  ];
}

/** The session that was used, or deleted, before it is judged whether another one stayed as it was. */
function otherLife({ bystanders, survivors, sessions }: Observations, exchange: Exchange) {
  const readings = [...bystanders, ...survivors.map(({ exchange: reading }) => reading)];
  if (!readings.some(({ number }) => number === exchange.number)) return undefined;
  const used = sessions.find(({ role, id }) => role === 'main' && id !== undefined && id !== exchange.session);
  return used?.id === undefined ? undefined : { create: used.create, id: used.id };
}

/** The session is there before another one is deleted. */
function lookFirst(lines: string[], { baseUrl }: Observations, exchange: Exchange): string[] {
  const { session } = exchange;
  const deletion = lines.findIndex((line) => line.includes(' -X DELETE '));
  if (deletion < 0 || session === undefined) return lines;
  const look = `${curlLine(baseUrl, exchange, { flags: '-s', session })} > /dev/null`;
  return lines.toSpliced(deletion, 0, look);
}

/** A turn that is sent while another one streams: as soon as that one has said something. */
function meetLines(seen: Observations, exchange: Exchange, session: string): string[] | undefined {
  const overlap = seen.overlaps.find(({ second }) => numberOf(second) === exchange.number);
  if (!overlap) return undefined;
  const running = curlLine(seen.baseUrl, overlap.running.exchange, { flags: '-sN', session });
  const second = curlLine(seen.baseUrl, exchange, { session });
  return [`${running} | { read -r line; exec 3<&0; cat <&3 > /dev/null & ${second}; wait; }`];
}

/** The turn that was sent to a session whose client had gone away from one. */
function nextLines({ baseUrl, departures }: Observations, exchange: Exchange, session: string): string[] {
  const departure = departures.find(({ history }) => history.at(-1)?.number === exchange.number);
  const { next } = departure ?? {};
  return next === undefined || isTurn(next) ? [] : [curlLine(baseUrl, next, { session })];
}
