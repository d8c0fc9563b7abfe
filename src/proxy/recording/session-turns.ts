import type { Incoming } from '../../../mock/http/exchange.ts';
import type { Seen } from '../../../mock/request/decision.ts';

/** Numbers the turns of each session, from 1. */
export interface SessionTurns {
  /** Returns the same number for the same request. */
  of(incoming: Incoming, seen: Seen): number | undefined;
  /** Frees the number of a turn that did not begin: a client may retry. */
  free(incoming: Incoming, seen: Seen): void;
}

/** Maximum number of stored sessions; the oldest is dropped. */
const mostSessions = 10_000;

/** Streams with the same path are turns of one session. */
export function createSessionTurns(): SessionTurns {
  const counts = new Map<string, number>();
  const known = new WeakMap<Incoming, number>();
  return {
    of(incoming, seen) {
      const key = sessionOf(seen);
      if (key === undefined) return undefined;
      const earlier = known.get(incoming);
      if (earlier !== undefined) return earlier;
      const turn = (counts.get(key) ?? 0) + 1;
      counts.delete(key);
      counts.set(key, turn);
      known.set(incoming, turn);
      const oldest = counts.keys().next().value;
      if (counts.size > mostSessions && oldest !== undefined) counts.delete(oldest);
      return turn;
    },
    free(incoming, seen) {
      const key = sessionOf(seen);
      const turn = known.get(incoming);
      if (key !== undefined && turn !== undefined && counts.get(key) === turn) counts.set(key, turn - 1);
    },
  };
}

function sessionOf({ route }: Seen): string | undefined {
  if (route.found !== 'operation' || !route.operation.stream) return undefined;
  const { operation, parameters } = route;
  return Object.keys(parameters).length === 0 ? undefined : `${operation.id} ${JSON.stringify(parameters)}`;
}
