import { excerpt } from '../../src/shared/excerpt.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { objectOf } from '../probes/probe.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { defineRule, judge } from './rule.ts';
import { chat } from './support/chat-api.ts';
import { sameItems } from './support/equal.ts';

export const rule = defineRule({
  id: 'created-session-bound',
  title: 'A new session has the requested indexes',
  clause: 'A new session has the requested `index_ids`; without any it is unbound.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['created-session-loses-indexes'],
  needs: ['sessions', 'conversation', 'unbound', 'constraints'],
  requires: 'a created session',
  check: ({ seen }) =>
    judge(
      [
        ...seen.exchanges.flatMap((exchange) => {
          const asked = askedIndexes(exchange);
          return asked === undefined ? [] : [{ asked, exchange }];
        }),
        ...seen.sessions.flatMap(({ id, indexIds: asked = null }) =>
          seen.snapshots
            .filter(({ session }) => session === id)
            .flatMap(({ full, summary }) => [full, summary].map((exchange) => ({ asked, exchange }))),
        ),
      ].filter(({ exchange }) => objectOf(exchange)),
      ({ asked, exchange }) => {
        const bound = objectOf(exchange)?.index_ids ?? null;
        const same = asked === null ? bound === null : Array.isArray(bound) && sameItems(asked, bound);
        if (same) return undefined;
        return {
          operation: exchange.operation,
          message:
            asked === null
              ? 'A session created without indexes has indexes.'
              : 'A session does not have the requested indexes.',
          expected: `index_ids: ${excerpt(asked)}`,
          received: `index_ids: ${excerpt(bound)}`,
          exchange,
        };
      },
    ),
});

/**
 * The indexes in a valid creation, or null without any. `undefined` for other requests, and for an empty list, whose
 * meaning is open.
 */
function askedIndexes({ operation, case: own, credential, request }: Exchange): string[] | null | undefined {
  if (operation !== chat.create || own.kind !== 'valid' || credential !== 'valid') return undefined;
  if (request.method !== 'POST') return undefined;
  // Long bodies are stored shortened, and are not JSON then.
  const body = request.body ? parseJson(request.body) : {};
  if (!isObject(body)) return body === null ? null : undefined;
  const asked = body.index_ids ?? null;
  if (asked === null) return null;
  return Array.isArray(asked) && asked.length > 0 ? (asked as string[]) : undefined;
}
