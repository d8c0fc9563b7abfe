import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import type { Exchange } from '../run/http/exchange.ts';
import { defineRule, judge, type RuleContext } from './rule.ts';
import { differingFields } from './support/equal.ts';
import { fieldsOf, sameSummary } from './support/summary.ts';

export const rule = defineRule({
  id: 'sessions-apart',
  title: 'Activity in one session does not affect another',
  clause: 'A session is one conversation; its `events` belong to it alone.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['turn-leaks-into-other-session'],
  needs: ['conversation', 'end'],
  requires: 'a session without a turn next to one with a turn',
  check: (context) =>
    judge(context.seen.bystanders.filter(objectOf), (exchange) => {
      const { events } = objectOf(exchange) ?? {};
      const report = (message: string, expected: string, found: string) => ({
        operation: exchange.operation,
        message,
        expected,
        received: found,
        exchange,
      });
      // If all new sessions have events, another rule reports it.
      const usual = context.seen.snapshots.some(({ moment, full }) => moment === 'created' && eventCount(full) > 0);
      if (Array.isArray(events) && events.length > 0 && !usual) {
        return report(
          'A session without a turn has events after turns of other sessions.',
          'events: []',
          excerpt(events),
        );
      }
      const { job_metadata: job = null } = objectOf(exchange) ?? {};
      const usualJob = context.seen.snapshots.some(
        ({ moment, full }) => moment === 'created' && (objectOf(full)?.job_metadata ?? null) !== null,
      );
      if (job !== null && !usualJob) {
        return report('A session without a turn has job metadata.', 'job_metadata: null', excerpt(job));
      }
      const before = createdFull(context, exchange.session);
      if (!before) return undefined;
      const { one, other } = sameSummary(context, before, objectOf(exchange)!);
      const fields = differingFields(one, other).filter((field) => field !== 'last_updated_at');
      if (fields.length === 0) return undefined;
      const message = `An unused session has changed in ${fields.join(', ')}.`;
      return report(message, fieldsOf(one, fields), fieldsOf(other, fields));
    }),
});

/** The full session after its creation, if it has only been read since. */
function createdFull({ seen }: RuleContext<'sessions' | 'snapshots'>, session: string | undefined) {
  const quiet = seen.sessions.some(({ role, id }) => role === 'quiet' && id === session);
  const created = seen.snapshots.find((snapshot) => snapshot.session === session && snapshot.moment === 'created');
  return quiet ? objectOf(created?.full) : undefined;
}

function eventCount(full: Exchange): number {
  const events = objectOf(full)?.events;
  return Array.isArray(events) ? events.length : 0;
}
