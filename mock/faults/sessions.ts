import { errorReply } from '../http/replies.ts';
import type { Fault, FaultBehaviour } from './fault.ts';
import { changeReply, changeSummaries, everySummary } from './summaries.ts';

const reads = ['getSession', 'getSessionSummary'];
const zeros = { duration_ms: 0, error: null, is_error: false, total_input_tokens: 0, total_output_tokens: 0, turns: 1 };

/** Faults in creating, titling, deleting and isolating sessions. */
export const sessionFaults: readonly Fault[] = [
  {
    name: 'created-session-not-readable',
    title: 'A new session returns 404 until its first turn.',
    violates: 'created-session-readable',
    behaviour: () => ({
      finds: (found, { session, operation }) => found && !(session.events.length === 0 && reads.includes(operation.id)),
    }),
  },
  {
    name: 'created-session-not-listed',
    title: 'A new session is not listed until its first turn.',
    violates: 'created-session-listed',
    behaviour: () => ({ lists: (listed) => listed.filter(({ events }) => events.length > 0) }),
  },
  {
    name: 'created-session-has-events',
    title: 'A new session already has a greeting in its events.',
    violates: 'created-session-empty',
    behaviour: () =>
      changeSummaries(['getSession'], (session) =>
        Array.isArray(session.events) && session.events.length === 0
          ? { ...session, events: [{ type: 'text', content: 'Hello! What can I look up for you?' }] }
          : session,
      ),
  },
  {
    name: 'created-session-has-job-metadata',
    title: 'A new session has job_metadata filled with zeros.',
    violates: 'created-session-empty',
    behaviour: () =>
      changeSummaries(everySummary, (summary) => ({ ...summary, job_metadata: summary.job_metadata ?? zeros })),
  },
  {
    name: 'created-session-loses-indexes',
    title: 'A bound session has no index_ids.',
    violates: 'created-session-bound',
    behaviour: () => changeSummaries(everySummary, (summary) => ({ ...summary, index_ids: null })),
  },
  {
    name: 'session-id-differs',
    title: 'Generating a title returns the id of another session.',
    violates: 'session-id-matches',
    behaviour: () =>
      changeSummaries(['generateSessionTitle'], (summary) => ({
        ...summary,
        session_id: `${summary.session_id}_other`,
      })),
  },
  {
    name: 'summary-differs',
    title: 'The summary and the full session have different titles.',
    violates: 'summary-equals-session',
    behaviour: () =>
      changeSummaries(['getSessionSummary'], (summary) => ({
        ...summary,
        generated_title: summary.generated_title === null ? 'Another title' : null,
      })),
  },
  {
    name: 'list-item-differs',
    title: 'Sessions in the list have no index_ids.',
    violates: 'list-item-equals-summary',
    behaviour: () => changeSummaries(['listSessions'], (summary) => ({ ...summary, index_ids: null })),
  },
  {
    name: 'title-not-set',
    title: 'Generating a title returns no title.',
    violates: 'title-set',
    behaviour: () => changeSummaries(['generateSessionTitle'], (summary) => ({ ...summary, generated_title: null })),
  },
  {
    name: 'title-not-kept',
    title: 'A generated title is returned but not stored.',
    violates: 'title-kept',
    behaviour: () =>
      changeSummaries(['createSession', 'getSessionSummary', 'getSession', 'listSessions'], (summary) => ({
        ...summary,
        generated_title: null,
      })),
  },
  {
    name: 'title-only-once',
    title: 'Generating a title a second time returns 409.',
    violates: 'title-again',
    behaviour: titleOnlyOnce,
  },
  {
    name: 'deleted-session-readable',
    title: 'A deleted session can still be read.',
    violates: 'deleted-session-gone',
    behaviour: () => keepsDeletedFor('getSession'),
  },
  {
    name: 'deleted-session-streams',
    title: 'A deleted session still accepts turns.',
    violates: 'deleted-session-gone',
    behaviour: () => keepsDeletedFor('streamMessages'),
  },
  {
    name: 'delete-takes-another',
    title: 'Deleting a session with several turns also deletes the unused session that was read last.',
    violates: 'deletion-spares-others',
    behaviour: takesAnother,
  },
  {
    name: 'second-delete-succeeds',
    title: 'Deleting a session a second time succeeds.',
    violates: 'deleted-session-gone',
    behaviour: () => keepsDeletedFor('deleteSession'),
  },
  {
    name: 'deleted-session-listed',
    title: 'A deleted session is still listed.',
    violates: 'deleted-session-unlisted',
    behaviour: () => ({ removes: () => false, lists: (_, { stored }) => stored }),
  },
  {
    name: 'projects-shared',
    title: 'Sessions are visible in every project.',
    violates: 'projects-apart',
    behaviour: () => ({ project: () => 'default' }),
  },
];

function keepsDeletedFor(operationId: string): FaultBehaviour {
  return {
    removes: () => false,
    finds: (found, { session, operation }) => found || (session.deleted === true && operation.id === operationId),
  };
}

function titleOnlyOnce(): FaultBehaviour {
  const titled = new Set<string>();
  return changeReply('generateSessionTitle', (reply, { path }) => {
    const id = path.session_id ?? '';
    if (titled.has(id)) return errorReply(409, 'This session already has a title.');
    titled.add(id);
    return reply;
  });
}

function takesAnother(): FaultBehaviour {
  const taken = new Set<string>();
  let unused: string | undefined;
  return {
    finds: (found, { session: { session_id: id, events }, operation }) => {
      if (!found || taken.has(id)) return false;
      if (events.length === 0) unused = id;
      const turns = events.filter(({ type }) => type === 'stop').length;
      if (operation.id === 'deleteSession' && turns > 1 && unused !== undefined) taken.add(unused);
      return true;
    },
    lists: (listed) => listed.filter(({ session_id: id }) => !taken.has(id)),
  };
}
