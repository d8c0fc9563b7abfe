import { isObject } from '../../src/shared/json.ts';
import { errorReply } from '../http/replies.ts';
import type { Fault } from './fault.ts';
import { type Body, changeReply, changeSummaries, everySummary, singleSummaries, without } from './summaries.ts';

/** Answers that are not as the contract documents them. */
export const responseFaults: readonly Fault[] = [
  {
    name: 'undocumented-status',
    title: 'A session summary is answered with 203.',
    breaks: 'status-documented',
    behaviour: () => changeReply('getSessionSummary', (reply) => ({ ...reply, status: 203 })),
  },
  {
    name: 'create-answers-200',
    title: 'A created session is answered with 200 and not with 201.',
    breaks: 'status-documented',
    behaviour: () => changeReply('createSession', (reply) => ({ ...reply, status: 200 })),
  },
  {
    name: 'server-error',
    title: 'Generating a title fails with 500.',
    breaks: 'no-server-error',
    behaviour: () => changeReply('generateSessionTitle', () => errorReply(500, 'Something went wrong on our side.')),
  },
  {
    name: 'wrong-content-type',
    title: 'A session summary is sent as text/plain.',
    breaks: 'content-type-documented',
    behaviour: () =>
      changeReply('getSessionSummary', (reply) => ({
        ...reply,
        headers: { ...reply.headers, 'content-type': 'text/plain' },
      })),
  },
  {
    name: 'stream-wrong-content-type',
    title: 'A turn is streamed as application/json.',
    breaks: 'content-type-documented',
    behaviour: () =>
      changeReply('streamMessages', (reply) => ({
        ...reply,
        headers: { ...reply.headers, 'content-type': 'application/json' },
      })),
  },
  {
    name: 'missing-response-field',
    title: 'A single session summary has no last_updated_at.',
    breaks: 'response-body-schema',
    behaviour: () => changeSummaries(singleSummaries, (summary) => without(summary, 'last_updated_at')),
  },
  {
    name: 'wrong-response-type',
    title: 'After a turn, total_input_tokens of job_metadata is a string.',
    breaks: 'response-body-schema',
    behaviour: () => changeSummaries(everySummary, tokensAsText),
  },
  {
    name: 'page-without-items',
    title: 'A page of the list has no items.',
    breaks: 'response-body-schema',
    behaviour: () => changeReply('listSessions', (reply) => ({ ...reply, body: without(reply.body as Body, 'items') })),
  },
];

function tokensAsText(summary: Body): Body {
  const job = summary.job_metadata;
  if (!isObject(job)) return summary;
  return { ...summary, job_metadata: { ...job, total_input_tokens: String(job.total_input_tokens ?? 0) } };
}
