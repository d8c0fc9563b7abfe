import { equal } from '../../../src/shared/equal.ts';
import { excerpt } from '../../../src/shared/excerpt.ts';
import { isObject, type Json } from '../../../src/shared/json.ts';
import { endTypeOf, inputOf, isEnd, isFailure } from '../../../src/sse/stream-protocol.ts';
import { objectOf } from '../../probes/probe.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import type { Observations } from '../../run/observations.ts';
import { isTurn } from '../../run/run.ts';
import { eventsOf, type Turn } from '../../run/turn.ts';
import type { RuleContext, Violation } from '../rule.ts';
import { chat } from './chat-api.ts';
import { completeEvents, splitTurns } from './history.ts';
import { usualResponse } from './latency.ts';
import { protocolOf, typeOf } from './stream.ts';

/**
 * A turn with less time left, in milliseconds, may have ended before the server noticed the disconnect. The usual
 * response time is added.
 */
const leastLeft = 150;

type Departure = Observations['departures'][number];

/** What can be compared. A flag is false if the server already fails for complete turns, which other rules report. */
export interface Faithful {
  history: boolean;
  input: boolean;
}

/** The outcome of a turn whose client disconnected. */
export function judgeDeparture(
  context: RuleContext<'turns' | 'exchanges'>,
  departure: Departure,
  faithful: Faithful,
): Violation | undefined | 'not exercised' {
  const { turn, history, next } = departure;
  const protocol = protocolOf(context);
  const full = history.at(-1);
  if (!protocol || !full?.response) return 'not exercised';
  const end = endTypeOf(protocol) ?? '';
  const input = inputOf(protocol) ?? { type: '', field: '' };
  const report = (message: string, expected: string, received: unknown): Violation => ({
    operation: full.operation,
    message,
    expected,
    received: excerpt(received),
    exchange: full,
  });
  if (full.response.status === 404) {
    return report(
      'After its client disconnected during a turn, a session returns 404.',
      'the session',
      full.response.status,
    );
  }
  const events = objectOf(full)?.events;
  if (!Array.isArray(events)) return 'not exercised';
  const parts = splitTurns(context, events);
  const part = parts.at(-1) ?? [];
  const last = part.at(-1);
  const types = part.map(typeOf);
  const earlier = context.seen.turns.filter(
    (one) => one.session === turn.session && one.exchange.number < turn.exchange.number && one.ended === 'closed',
  );
  if (faithful.history && parts.length <= earlier.length) {
    return report('An interrupted turn is missing from the history.', `${input.type}, then the streamed events`, types);
  }
  if (typeOf(last) !== end) {
    return report(`An interrupted turn has no ${end} in the history.`, `${end} that says that the turn failed`, types);
  }
  if (isTurn(next) === false && next?.response?.status === 409) {
    return report('After an interrupted turn, the session rejects the next turn.', '200', next.response.status);
  }
  if (!isFailure(protocol, end, last)) {
    if (!wasLeftInTime(context.seen, departure)) return 'not exercised';
    return report(`The ${end} of an interrupted turn is not an error.`, 'an error', last);
  }
  if (faithful.input && part.find(({ type }) => type === input.type)?.[input.field] !== turn.prompt) {
    return report('The prompt of an interrupted turn is missing from the history.', excerpt(turn.prompt), part);
  }
  const streamed = completeEvents(context, eventsOf(turn));
  const kept = completeEvents(context, part);
  if (!faithful.history || streamed.every((event, index) => equal(event, kept[index]))) return undefined;
  return report(
    'Events that were streamed before the interruption are missing from the history.',
    excerpt(streamed),
    kept,
  );
}

function isEndOf(context: RuleContext<'turns'> | RuleContext<'departures'>, type: unknown): boolean {
  const protocol = protocolOf(context);
  return protocol !== undefined && isEnd(protocol, String(type));
}

/** The last event in the history after a disconnect, if it ends the turn. */
export function departedStops(
  context: RuleContext<'departures'>,
): { exchange: Exchange; stop: { [key: string]: Json } }[] {
  return context.seen.departures.flatMap(({ history }) => {
    const exchange = history.at(-1);
    const events = objectOf(exchange)?.events;
    const stop = Array.isArray(events) ? events.at(-1) : undefined;
    const ended = isObject(stop) && isEndOf(context, stop.type);
    return exchange && ended ? [{ exchange, stop: stop as { [key: string]: Json } }] : [];
  });
}

/** How long after a disconnect the session is read for the first time, in milliseconds. */
export const restAfterDeparture = 300;

/** True if a turn certainly continued when its client disconnected. */
export function wasLeftInTime(seen: Pick<Observations, 'turns' | 'exchanges'>, departure: Departure): boolean {
  const { turn } = departure;
  const { startedAt, durationMs } = turn.exchange;
  const usual = usualResponse(seen, startedAt, startedAt + durationMs);
  const isEarly = timeLeft(seen, turn) >= leastLeft + usual + latenessAfter(seen, turn);
  return isEarly && !endedBefore(seen, departure);
}

/**
 * True if a turn ended before its client disconnected, by the duration in its last event: on a busy machine, events
 * arrive late. A duration that is equal for all turns was not measured.
 */
function endedBefore({ turns }: Pick<Observations, 'turns'>, { turn, history }: Departure): boolean {
  const events = objectOf(history.at(-1))?.events;
  const duration = Array.isArray(events) ? durationIn(events.at(-1)) : undefined;
  const others = turns.filter((one) => one !== turn && one.ended === 'closed').map((one) => eventsOf(one).at(-1));
  if (duration === undefined || others.every((event) => durationIn(event) === duration)) return false;
  return (turn.exchange.response?.firstByteMs ?? 0) + duration < turn.exchange.durationMs;
}

function durationIn(event: unknown): number | undefined {
  const usage = isObject(event) ? event.usage : undefined;
  return isObject(usage) && typeof usage.duration_ms === 'number' ? usage.duration_ms : undefined;
}

/** How late the run or the server was just after a disconnect: then the server may have noticed it as late. */
function latenessAfter({ exchanges }: Pick<Observations, 'exchanges'>, { session, exchange }: Turn): number {
  const reading = exchanges.find(
    (one) => one.operation === chat.full && one.session === session && one.number > exchange.number,
  );
  const expected = exchange.startedAt + exchange.durationMs + restAfterDeparture;
  return reading ? Math.max(0, reading.startedAt - expected) + (reading.response?.firstByteMs ?? 0) : 0;
}

/**
 * The time that an interrupted turn had left, in milliseconds: the shortest other turn, minus the time that this one
 * was followed.
 */
function timeLeft(seen: Pick<Observations, 'turns'>, departed: Turn): number {
  const whole = seen.turns.filter((turn) => turn !== departed && turn.ended === 'closed').map(span);
  const followed = departed.exchange.durationMs - (departed.messages[0]?.atMs ?? 0);
  return whole.length === 0 ? 0 : Math.min(...whole) - followed;
}

function span({ messages }: Turn): number {
  return (messages.at(-1)?.atMs ?? 0) - (messages[0]?.atMs ?? 0);
}
