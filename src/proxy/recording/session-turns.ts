import type { Incoming } from '../../../mock/http/exchange.ts';
import type { Seen } from '../../../mock/request/decision.ts';

/** Numbers the turns of each session, from 1. */
export interface SessionTurns {
  /** Asked several times about one request, it returns one number. */
  of(incoming: Incoming, seen: Seen): number | undefined;
}

/** So many sessions are remembered; the oldest is forgotten. */
const mostSessions = 10_000;

/** Streams under one path are the turns of one session. */
export function createSessionTurns(): SessionTurns {
  const counts = new Map<string, number>();
  const known = new WeakMap<Incoming, number>();
  return {
    of(incoming, { route }) {
      if (route.found !== 'operation' || !route.operation.stream || Object.keys(route.parameters).length === 0) {
        return undefined;
      }
      const earlier = known.get(incoming);
      if (earlier !== undefined) return earlier;
      const key = `${route.operation.id} ${JSON.stringify(route.parameters)}`;
      const turn = (counts.get(key) ?? 0) + 1;
      counts.delete(key);
      counts.set(key, turn);
      known.set(incoming, turn);
      const oldest = counts.keys().next().value;
      if (counts.size > mostSessions && oldest !== undefined) counts.delete(oldest);
      return turn;
    },
  };
}
