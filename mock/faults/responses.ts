import { isObject } from '../../src/shared/json.ts';
import { errorReply } from '../http/replies.ts';
import type { Fault } from './fault.ts';
import { type Body, changeReply, changeSummaries, everySummary, singleSummaries, without } from './summaries.ts';

/** Faults in successful responses. */
export const responseFaults: readonly Fault[] = [
  {
    name: 'undocumented-status',
    title: 'GET /summary returns 203.',
    violates: 'status-documented',
    scope: 'chat-api',
    behaviour: () => changeReply('getSessionSummary', (reply) => ({ ...reply, status: 203 })),
  },
  {
    name: 'create-answers-200',
    title: 'Creating a session returns 200 instead of 201.',
    violates: 'status-documented',
    scope: 'chat-api',
    behaviour: () => changeReply('createSession', (reply) => ({ ...reply, status: 200 })),
  },
  {
    name: 'server-error',
    title: 'Generating a title returns 500.',
    violates: 'no-server-error',
    scope: 'chat-api',
    behaviour: () => changeReply('generateSessionTitle', () => errorReply(500, 'Internal server error.')),
  },
  {
    name: 'wrong-content-type',
    title: 'GET /summary returns text/plain.',
    violates: 'content-type-documented',
    scope: 'chat-api',
    behaviour: () =>
      changeReply('getSessionSummary', (reply) => ({
        ...reply,
        headers: { ...reply.headers, 'content-type': 'text/plain' },
      })),
  },
  {
    name: 'stream-wrong-content-type',
    title: 'The stream has the content type application/json.',
    violates: 'content-type-documented',
    behaviour: () =>
      changeReply('streamMessages', (reply) => ({
        ...reply,
        headers: { ...reply.headers, 'content-type': 'application/json' },
      })),
  },
  {
    name: 'missing-response-field',
    title: 'A session summary has no last_updated_at.',
    violates: 'response-body-schema',
    scope: 'chat-api',
    behaviour: () => changeSummaries(singleSummaries, (summary) => without(summary, 'last_updated_at')),
  },
  {
    name: 'wrong-response-type',
    title: 'job_metadata.total_input_tokens is a string.',
    violates: 'response-body-schema',
    scope: 'chat-api',
    behaviour: () => changeSummaries(everySummary, tokensAsText),
  },
  {
    name: 'page-without-items',
    title: 'A page of the session list has no items field.',
    violates: 'response-body-schema',
    scope: 'chat-api',
    behaviour: () => changeReply('listSessions', (reply) => ({ ...reply, body: without(reply.body as Body, 'items') })),
  },
];

function tokensAsText(summary: Body): Body {
  const job = summary.job_metadata;
  if (!isObject(job)) return summary;
  return { ...summary, job_metadata: { ...job, total_input_tokens: String(job.total_input_tokens ?? 0) } };
}
