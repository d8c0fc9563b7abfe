import { errorReply, jsonReply } from '../http/replies.ts';
import type { Fault, FaultBehaviour } from './fault.ts';
import { type Body, changeStatus, without } from './summaries.ts';

/** Faults in error responses. */
export const errorFaults: readonly Fault[] = [
  {
    name: 'error-without-detail',
    title: 'A 404 body has message instead of detail.',
    violates: 'error-body-schema',
    behaviour: () =>
      changeStatus(404, (reply) => ({ ...reply, body: { message: (reply.body as Body | undefined)?.detail } })),
  },
  {
    name: 'validation-error-as-text',
    title: 'The detail of a 422 is a string instead of a list.',
    violates: 'error-body-schema',
    behaviour: () => changeStatus(422, (reply) => ({ ...reply, body: { detail: 'The request is not valid.' } })),
  },
  {
    name: 'validation-error-wrong-field',
    title: 'The loc of a 422 names a field that is valid.',
    violates: 'validation-error-names-field',
    behaviour: () =>
      changeStatus(422, (reply) => {
        const { detail } = reply.body as { detail: { loc: unknown[] }[] };
        return {
          ...reply,
          body: { detail: detail.map((entry) => ({ ...entry, loc: [entry.loc[0], 'another_field'] })) },
        };
      }),
  },
  {
    name: 'validation-error-empty',
    title: 'The detail of a 422 is an empty list.',
    violates: 'validation-error-names-field',
    behaviour: () => changeStatus(422, (reply) => ({ ...reply, body: { detail: [] } })),
  },
  {
    name: 'wrong-method-not-found',
    title: 'An unsupported method returns 404 instead of 405.',
    violates: 'wrong-method-refused',
    behaviour: () => changeStatus(405, () => errorReply(404, 'Not found.')),
  },
  {
    name: 'no-allow',
    title: 'A 405 has no Allow header.',
    violates: 'allow-names-methods',
    behaviour: () =>
      changeStatus(405, (reply) => ({ ...reply, headers: without(reply.headers, 'allow') as Record<string, string> })),
  },
  {
    name: 'unknown-path-answered',
    title: 'Unknown paths return 200, like a catch-all page.',
    violates: 'unknown-path-refused',
    behaviour: () => changeStatus(404, (reply, { operation }) => (operation ? reply : jsonReply(200, {}))),
  },
  {
    name: 'allow-in-lower-case',
    title: 'The Allow header of a 405 is in lower case.',
    violates: 'allow-names-methods',
    behaviour: () =>
      changeStatus(405, (reply) => ({
        ...reply,
        headers: { ...reply.headers, allow: (reply.headers?.allow ?? '').toLowerCase() },
      })),
  },
  {
    name: 'unknown-session-empty',
    title: 'An unknown session id returns an empty session.',
    violates: 'unknown-session-refused',
    scope: 'chat-api',
    behaviour: unknownSessionEmpty,
  },
];

/** Sessions created or deleted here are known: a deleted one still returns 404. */
function unknownSessionEmpty(): FaultBehaviour {
  const known = new Set<unknown>();
  return {
    reply: (reply, { operation, path }) => {
      if (operation?.id === 'createSession') known.add((reply.body as Body | undefined)?.session_id);
      else if (reply.status < 300) known.add(path.session_id);
      const reads = operation?.id === 'getSession' || operation?.id === 'getSessionSummary';
      if (!reads || reply.status !== 404 || known.has(path.session_id)) return reply;
      const events = operation.id === 'getSession' ? { events: [] } : {};
      return jsonReply(200, { session_id: path.session_id, last_updated_at: '2026-01-01T00:00:00Z', ...events });
    },
  };
}
