import { errorReply, jsonReply } from '../http/replies.ts';
import type { Fault, FaultBehaviour } from './fault.ts';
import { type Body, changeStatus, without } from './summaries.ts';

/** Refusals that are not as the contract documents them, or are none. */
export const errorFaults: readonly Fault[] = [
  {
    name: 'error-without-detail',
    title: 'A 404 says message and not detail.',
    breaks: 'error-body-schema',
    behaviour: () =>
      changeStatus(404, (reply) => ({ ...reply, body: { message: (reply.body as Body | undefined)?.detail } })),
  },
  {
    name: 'validation-error-as-text',
    title: 'The detail of a 422 is one text and no list.',
    breaks: 'error-body-schema',
    behaviour: () => changeStatus(422, (reply) => ({ ...reply, body: { detail: 'The request is not valid.' } })),
  },
  {
    name: 'validation-error-wrong-field',
    title: 'The loc of a 422 names another field than the one that is wrong.',
    breaks: 'validation-error-names-field',
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
    breaks: 'validation-error-names-field',
    behaviour: () => changeStatus(422, (reply) => ({ ...reply, body: { detail: [] } })),
  },
  {
    name: 'wrong-method-not-found',
    title: 'A method that the path does not have is answered with 404.',
    breaks: 'wrong-method-refused',
    behaviour: () => changeStatus(405, () => errorReply(404, 'Not found.')),
  },
  {
    name: 'no-allow',
    title: 'A 405 does not say which methods are allowed.',
    breaks: 'allow-names-methods',
    behaviour: () =>
      changeStatus(405, (reply) => ({ ...reply, headers: without(reply.headers, 'allow') as Record<string, string> })),
  },
  {
    name: 'unknown-path-answered',
    title: 'A path that there is not is answered with 200, as by a page for everything.',
    breaks: 'unknown-path-refused',
    behaviour: () => changeStatus(404, (reply, { operation }) => (operation ? reply : jsonReply(200, {}))),
  },
  {
    name: 'allow-in-lower-case',
    title: 'A 405 names the allowed methods in lower case.',
    breaks: 'allow-names-methods',
    behaviour: () =>
      changeStatus(405, (reply) => ({
        ...reply,
        headers: { ...reply.headers, allow: (reply.headers?.allow ?? '').toLowerCase() },
      })),
  },
  {
    name: 'unknown-session-empty',
    title: 'A session that never was is read as an empty one.',
    breaks: 'unknown-session-refused',
    behaviour: unknownSessionEmpty,
  },
];

/** Sessions that were created or deleted here are known; those that are gone stay gone. */
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
