import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { defineRule, judge, type Violation } from './rule.ts';

export const rule = defineRule({
  id: 'created-session-empty',
  title: 'A new session has no events and no job metadata',
  clause: 'A new session has no events, and its `job_metadata` is null.',
  provenance: 'assumed',
  scope: 'chat-api',
  family: 'sessions',
  counterexamples: ['created-session-has-events', 'created-session-has-job-metadata'],
  needs: ['sessions'],
  requires: 'a created session',
  check: ({ seen }) =>
    judge(
      [
        ...seen.sessions.map(({ create }) => create),
        ...seen.snapshots.filter(({ moment }) => moment === 'created').flatMap(({ full, summary }) => [full, summary]),
      ].filter(objectOf),
      (exchange) => {
        const { events, job_metadata: jobMetadata } = objectOf(exchange) ?? {};
        const violations: Violation[] = [];
        const report = (message: string, expected: string, value: unknown) =>
          violations.push({ operation: exchange.operation, message, expected, received: excerpt(value), exchange });
        if (Array.isArray(events) && events.length > 0) report('A new session has events.', 'events: []', events);
        if (jobMetadata !== undefined && jobMetadata !== null) {
          report('A new session has job metadata.', 'job_metadata: null', jobMetadata);
        }
        return violations;
      },
    ),
});
