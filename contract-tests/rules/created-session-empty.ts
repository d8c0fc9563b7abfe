import { excerpt } from '../../src/shared/excerpt.ts';
import { objectOf } from '../probes/probe.ts';
import { type Finding, judge, type Rule } from './rule.ts';

export const rule: Rule = {
  id: 'created-session-empty',
  title: 'A session that was created just now has no events and no job metadata.',
  provenance: 'assumed',
  clause: 'A created session has no events, `job_metadata` null.',
  family: 'sessions',
  counterexamples: ['created-session-has-events', 'created-session-has-job-metadata'],
  needs: ['sessions'],
  check: ({ seen }) =>
    judge(
      [
        ...seen.sessions.map(({ create }) => create),
        ...seen.snapshots.filter(({ moment }) => moment === 'created').flatMap(({ full, summary }) => [full, summary]),
      ].filter(objectOf),
      (exchange) => {
        const { events, job_metadata: jobMetadata } = objectOf(exchange) ?? {};
        const findings: Finding[] = [];
        const report = (message: string, expected: string, value: unknown) =>
          findings.push({ operation: exchange.operation, message, expected, received: excerpt(value), exchange });
        if (Array.isArray(events) && events.length > 0) report('A new session has events.', 'events: []', events);
        if (jobMetadata !== undefined && jobMetadata !== null) {
          report('A new session has job metadata.', 'job_metadata: null', jobMetadata);
        }
        return findings;
      },
    ),
};
