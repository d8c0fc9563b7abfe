import type { Clock } from '../../src/shared/clock.ts';
import { inputOf, isDelta, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import { chat } from '../rules/support/chat-api.ts';
import { restAfterDeparture, wasLeftInTime } from '../rules/support/departure.ts';
import { protocolOf, typeOf } from '../rules/support/stream.ts';
import type { Exchange } from '../run/http/exchange.ts';
import type { Observations } from '../run/observations.ts';
import { isTurn } from '../run/run.ts';
import type { Turn } from '../run/turn.ts';
import { about, objectOf, type Probe, sessionOf, turnParts } from './probe.ts';
import { takeSnapshot } from './snapshot.ts';

/**
 * How often the history is read until an interrupted turn has settled, the first interval in milliseconds, and the factor
 * by which each interval is longer than the one before: six seconds in total.
 */
const rest = { readings: 8, apart: restAfterDeparture, growth: 1.25 };

/**
 * Evidence that the first turn continued after the second response: events at this many moments, over this many
 * milliseconds. Moments are at least this far apart, because events in one burst were only in transit.
 */
const evidence = { moments: 4, duration: 100, apart: 5 };

/** Maximum wait for such events, or a complete one, before the client disconnects, in milliseconds. */
const patience = 1_500;

/** Attempts while others may still need turns, and after that. */
const attempts = { first: 2, later: 3 };

/** The minimum delay of a second turn after the first one if both are sent without waiting, in milliseconds. */
const leastLead = 20;

interface Meeting {
  running: Turn | Exchange | undefined;
  second: Turn | Exchange | undefined;
  /** True if the second response arrived while the first turn certainly was streaming. */
  observed: boolean;
}

/**
 * On a session with a turn: sends a second turn while one streams, disconnects in the middle of that one, and sends
 * another once it has settled.
 */
export async function interruptTurn(probe: Probe, clock: Clock, signal: AbortSignal): Promise<void> {
  const { run, seen } = probe;
  const session = sessionOf(seen, 'busy');
  if (session === undefined) return;
  const parts = turnParts(session, 'What is this about?', run.options.indexIds.slice(0, 1));
  const first = await run.stream({ session, parts, intent: { purpose: 'starts a turn' } });
  if (!isTurn(first)) return;
  await takeSnapshot(probe, session, 'turn');
  await tryMeetings(probe, { clock, signal, session, first, count: attempts.first });
}

/**
 * Tries again, with the remaining turns, if two turns did not overlap, or the interrupted one was nearly over: the
 * machine may have been busy.
 */
export async function interruptAgain(probe: Probe, clock: Clock, signal: AbortSignal): Promise<void> {
  const { seen } = probe;
  const session = sessionOf(seen, 'busy');
  const first = seen.turns.find((turn) => turn.session === session);
  if (session === undefined || !first || seen.departures.some(isLost)) return;
  const parts = { clock, signal, session, first, count: attempts.later };
  if (!seen.overlaps.some(({ observed }) => observed)) await tryMeetings(probe, parts);
  else if (!seen.departures.some((departure) => wasLeftInTime(seen, departure))) await leaveTurn(probe, parts);
}

/** True if the session no longer exists: nothing more can be tried on it. */
function isLost({ history }: Observations['departures'][number]): boolean {
  return history.at(-1)?.response?.status === 404;
}

function spanOf({ exchange }: Turn): number {
  return exchange.durationMs - (exchange.response?.firstByteMs ?? 0);
}

/** Disconnects from a turn after its first complete event, and sends no second turn during it. */
async function leaveTurn(probe: Probe, parts: MeetingParts): Promise<void> {
  const { run } = probe;
  const protocol = protocolOf(run);
  const running = await run.stream({
    session: parts.session,
    intent: { purpose: 'starts a turn and disconnects early', case: { kind: 'other' } },
    parts: turnParts(parts.session, longQuestion, run.options.indexIds.slice(0, 1)),
    onMessage: ({ event }, goAway) => {
      if (isWhole(protocol, event)) goAway();
    },
  });
  await followDeparture(probe, parts, { running });
}

const longQuestion = 'Explain everything in these documents at length, one after the other.';

/** True for an event of the answer that is not a delta. */
function isWhole(protocol: StreamProtocol | undefined, event: unknown): boolean {
  const type = typeOf(event);
  return type !== undefined && !(protocol && (type === inputOf(protocol)?.type || isDelta(protocol, type)));
}

interface MeetingParts {
  clock: Clock;
  signal: AbortSignal;
  session: string;
  /** A turn of the session that was followed to its end. */
  first: Turn;
  count: number;
}

async function tryMeetings(probe: Probe, parts: MeetingParts): Promise<void> {
  const { seen } = probe;
  const { clock, signal, session, count } = parts;
  for (let attempt = 0; attempt < count; attempt += 1) {
    const meeting = await meetAnother(probe, parts, attempt % 2 === 1);
    const { running, second, observed } = meeting;
    if (isTurn(running) && second && tells(running, second)) seen.overlaps.push({ session, running, second, observed });
    else if (isTurn(second) && running) seen.overlaps.push({ session, running: second, second: running, observed });
    if (running === undefined || signal.aborted) return;
    if (observed) return isTurn(second) ? undefined : followDeparture(probe, parts, meeting);
    // The first turn was over when the second one began, and the client disconnected from that one as well.
    if (isTurn(second) && isTurn(running) && running.ended === 'closed') {
      await followDeparture(probe, parts, { running: second });
      if (seen.departures.some(isLost)) return;
    }
    // After a disconnect, the server may reject another turn until it notices.
    else await clock.sleep(rest.apart, signal);
  }
}

/** After a disconnect, reads the session until it has settled, and sends another turn. */
async function followDeparture(
  { run, seen }: Probe,
  { clock, signal, session }: MeetingParts,
  { running }: Pick<Meeting, 'running'>,
): Promise<void> {
  if (!isTurn(running) || running.ended !== 'aborted') return;
  const turns = run.turns.filter((turn) => turn.session === session).length;
  const history: Exchange[] = [];
  for (let reading = 0; reading < rest.readings; reading += 1) {
    await clock.sleep(rest.apart * rest.growth ** reading, signal);
    const intent = { purpose: 'reads an interrupted session', case: { kind: 'other' as const }, session };
    const full = await run.send(chat.full, about(session), intent);
    history.push(full);
    if (stops(full) >= turns || full.response?.status === 404) break;
  }
  const intent = { purpose: 'starts a turn after an interrupted one', case: { kind: 'other' as const } };
  const parts = turnParts(session, 'And in one sentence?', run.options.indexIds.slice(0, 1));
  const next = await run.stream({ session, parts, intent });
  seen.departures.push({ session, turn: running, history, ...(next ? { next } : {}) });
}

/**
 * A turn during which another one is sent; the client disconnects once it has received a complete event.
 *
 * @param again true to send the second turn shortly after the first one without waiting for an event, because a slow
 * response would arrive too late
 */
async function meetAnother(
  { run }: Probe,
  { clock, signal, session, first }: MeetingParts,
  again: boolean,
): Promise<Meeting> {
  const protocol = protocolOf(run);
  const ask = (prompt: string) => turnParts(session, prompt, run.options.indexIds.slice(0, 1));
  const over = new AbortController();
  const ended = AbortSignal.any([signal, over.signal]);
  let second: Promise<Turn | Exchange | undefined> | undefined;
  let respondedAt: number | undefined;
  const moments: number[] = [];
  let observed = false;
  let leave: () => void = () => {};
  let complete: () => void = () => {};
  const completed = new Promise<void>((resolve) => {
    complete = resolve;
  });
  let shown: () => void = () => {};
  const showed = new Promise<void>((resolve) => {
    shown = resolve;
  });
  const sendSecond = () => {
    second ??= run.stream({
      session,
      parts: ask('And now something else.'),
      intent: { purpose: 'starts a turn while another one streams', case: { kind: 'other' }, atOnce: true },
      onMessage: (_message, goAwayToo) => goAwayToo(),
    });
    void second.then(
      async (other) => {
        respondedAt = clock.now();
        const enough = isTurn(other) ? showed : completed;
        await Promise.race([enough, clock.sleep(patience, ended)]);
        leave();
      },
      () => leave(),
    );
  };
  if (again) void clock.sleep(Math.max(leastLead, spanOf(first) / 4), ended).then(() => !ended.aborted && sendSecond());
  const running = await run.stream({
    session,
    intent: { purpose: 'starts a turn and disconnects', case: again ? { kind: 'other' } : { kind: 'valid' } },
    parts: ask(longQuestion),
    onMessage: ({ event, atMs }, goAway) => {
      leave = goAway;
      if (isWhole(protocol, event)) complete();
      if (!second && !again) sendSecond();
      if (respondedAt === undefined) return;
      if (atMs - (moments.at(-1) ?? Number.NEGATIVE_INFINITY) >= evidence.apart) moments.push(atMs);
      if (showsPace(moments)) shown();
    },
  });
  over.abort();
  const other = await second;
  const left = isTurn(running) && running.ended === 'aborted';
  const refusedFirst = isTurn(other) && !isTurn(running) && running?.response?.status === 409;
  const went = other !== undefined && isTurn(running) && tells(running, other);
  observed = refusedFirst || (left && went && (!isTurn(other) || showsPace(moments)));
  return { running, second: other, observed };
}

/**
 * An accepted second turn is conclusive only if it was sent after the first one had begun: otherwise the server may
 * have received it first, and ended it after the disconnect.
 */
function tells({ exchange }: Turn, second: Turn | Exchange): boolean {
  if (!isTurn(second)) return true;
  return exchange.startedAt + (exchange.response?.firstByteMs ?? 0) <= second.exchange.startedAt;
}

function showsPace(moments: readonly number[]): boolean {
  return moments.length >= evidence.moments && (moments.at(-1) ?? 0) - (moments[0] ?? 0) >= evidence.duration;
}

/** The number of ended turns in a history. */
function stops(full: Exchange): number {
  const events = objectOf(full)?.events;
  return Array.isArray(events) ? events.filter((event) => typeOf(event) === 'stop').length : 0;
}
