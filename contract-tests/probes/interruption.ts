import type { Clock } from '../../src/shared/clock.ts';
import { inputOf, isDelta } from '../../src/sse/stream-protocol.ts';
import { chat } from '../rules/support/chat-api.ts';
import { protocolOf, typeOf } from '../rules/support/stream.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { isTurn } from '../run/run.ts';
import type { Turn } from '../run/turn.ts';
import type { RequestCase } from './cases/request-case.ts';
import { about, objectOf, type Probe, sessionOf, turnParts } from './probe.ts';
import { takeSnapshot } from './snapshot.ts';

/** How often, and how far apart in milliseconds, the history is read until an interrupted turn has come to rest. */
const rest = { readings: 20, apart: 300 };

/** How long the first turn is followed on where the second was taken, in milliseconds: it may have been about to end. */
const grace = 150;

/** How long a complete event is waited for before the client goes away, in milliseconds. */
const patience = 1_500;

/**
 * On a session that has taken a turn: sends a second turn while one streams, goes away in the middle of that one, and
 * takes another when it has come to rest.
 */
export async function interruptTurn(probe: Probe, clock: Clock, signal: AbortSignal): Promise<void> {
  const { run, seen } = probe;
  const session = sessionOf(seen, 'busy');
  if (session === undefined) return;
  const ask = (prompt: string) => turnParts(session, prompt, run.options.indexIds.slice(0, 1));
  const first = await run.stream({ session, parts: ask('What is this about?'), intent: { purpose: 'takes a turn' } });
  if (!isTurn(first)) return;
  await takeSnapshot(probe, session, 'turn');
  let { running, second } = await meetAnother(probe, clock, signal, session, ask);
  // A turn may have been over before the second one was answered: it is worth another try.
  if (isTurn(running) && running.ended === 'closed') {
    if (second) seen.overlaps.push({ session, running, second });
    // The second turn was taken and left: until the server sees that its client is gone, it may refuse another.
    if (isTurn(second)) await clock.sleep(rest.apart, signal);
    ({ running, second } = await meetAnother(probe, clock, signal, session, ask, { kind: 'other' }));
  }
  if (!isTurn(running)) return;
  if (second) seen.overlaps.push({ session, running, second });
  if (running.ended !== 'aborted' || isTurn(second)) return;
  const history: Exchange[] = [];
  for (let reading = 0; reading < rest.readings; reading += 1) {
    await clock.sleep(rest.apart, signal);
    const intent = { purpose: 'reads an interrupted session', case: { kind: 'other' as const }, session };
    const full = await run.send(chat.full, about(session), intent);
    history.push(full);
    if (stops(full) > stops(first.exchange) + 1 || full.response?.status === 404) break;
  }
  const intent = { purpose: 'takes a turn after one that was interrupted', case: { kind: 'other' as const } };
  const next = await run.stream({ session, parts: ask('And in one sentence?'), intent });
  seen.departures.push({ session, turn: running, history, ...(next ? { next } : {}) });
}

/** A turn that another one is sent into, and that the client leaves once it has seen a complete event of it. */
async function meetAnother(
  { run }: Probe,
  clock: Clock,
  signal: AbortSignal,
  session: string,
  ask: (prompt: string) => ReturnType<typeof turnParts>,
  ownCase: RequestCase = { kind: 'valid' },
): Promise<{ running: Turn | Exchange | undefined; second: Turn | Exchange | undefined }> {
  const protocol = protocolOf(run);
  let second: Promise<Turn | Exchange | undefined> | undefined;
  let complete: () => void = () => {};
  const completed = new Promise<void>((resolve) => {
    complete = resolve;
  });
  const running = await run.stream({
    session,
    intent: { purpose: 'takes a turn that is interrupted', case: ownCase },
    parts: ask('Explain everything in these documents at length, one after the other.'),
    onMessage: ({ event }, goAway) => {
      const type = typeOf(event);
      if (type !== undefined && !(protocol && (type === inputOf(protocol)?.type || isDelta(protocol, type))))
        complete();
      if (second) return;
      second = run.stream({
        session,
        parts: ask('And now something else.'),
        intent: { purpose: 'takes a turn while another one streams', case: { kind: 'other' }, atOnce: true },
        onMessage: (_message, goAwayToo) => goAwayToo(),
      });
      void second.then(async (other) => {
        await (isTurn(other) ? clock.sleep(grace, signal) : Promise.race([completed, clock.sleep(patience, signal)]));
        goAway();
      }, goAway);
    },
  });
  return { running, second: await second };
}

/** How many turns of a history came to an end. */
function stops(full: Exchange): number {
  const events = objectOf(full)?.events;
  return Array.isArray(events) ? events.filter((event) => typeOf(event) === 'stop').length : 0;
}
