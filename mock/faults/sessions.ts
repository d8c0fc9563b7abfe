import { errorReply } from '../http/replies.ts';
import type { Fault, FaultBehaviour } from './fault.ts';
import { changeReply, changeSummaries, everySummary } from './summaries.ts';

const reads = ['getSession', 'getSessionSummary'];
const zeros = { duration_ms: 0, error: null, is_error: false, total_input_tokens: 0, total_output_tokens: 0, turns: 1 };

/** Sessions that are not what was created, titled or deleted. */
export const sessionFaults: readonly Fault[] = [
  {
    name: 'created-session-not-readable',
    title: 'A new session is 404 until its first turn.',
    breaks: 'created-session-readable',
    behaviour: () => ({
      finds: (found, { session, operation }) => found && !(session.events.length === 0 && reads.includes(operation.id)),
    }),
  },
  {
    name: 'created-session-not-listed',
    title: 'A new session is not in the list until its first turn.',
    breaks: 'created-session-listed',
    behaviour: () => ({ lists: (listed) => listed.filter(({ events }) => events.length > 0) }),
  },
  {
    name: 'created-session-has-events',
    title: 'A new session already has a greeting.',
    breaks: 'created-session-empty',
    behaviour: () =>
      changeSummaries(['getSession'], (session) =>
        Array.isArray(session.events) && session.events.length === 0
          ? { ...session, events: [{ type: 'text', content: 'Hello! What can I look up for you?' }] }
          : session,
      ),
  },
  {
    name: 'created-session-has-job-metadata',
    title: 'A new session has a job_metadata of zeros.',
    breaks: 'created-session-empty',
    behaviour: () =>
      changeSummaries(everySummary, (summary) => ({ ...summary, job_metadata: summary.job_metadata ?? zeros })),
  },
  {
    name: 'created-session-loses-indexes',
    title: 'A session that was bound shows no index_ids.',
    breaks: 'created-session-bound',
    behaviour: () => changeSummaries(everySummary, (summary) => ({ ...summary, index_ids: null })),
  },
  {
    name: 'session-id-differs',
    title: 'The answer to a generated title names another session.',
    breaks: 'session-id-matches',
    behaviour: () =>
      changeSummaries(['generateSessionTitle'], (summary) => ({
        ...summary,
        session_id: `${summary.session_id}_other`,
      })),
  },
  {
    name: 'summary-differs',
    title: 'The summary has another title than the full session.',
    breaks: 'summary-equals-session',
    behaviour: () =>
      changeSummaries(['getSessionSummary'], (summary) => ({
        ...summary,
        generated_title: summary.generated_title === null ? 'Another title' : null,
      })),
  },
  {
    name: 'list-item-differs',
    title: 'The items of a list have no index_ids.',
    breaks: 'list-item-equals-summary',
    behaviour: () => changeSummaries(['listSessions'], (summary) => ({ ...summary, index_ids: null })),
  },
  {
    name: 'title-not-set',
    title: 'The answer to a generated title has none.',
    breaks: 'title-set',
    behaviour: () => changeSummaries(['generateSessionTitle'], (summary) => ({ ...summary, generated_title: null })),
  },
  {
    name: 'title-not-kept',
    title: 'A title is answered and then forgotten.',
    breaks: 'title-kept',
    behaviour: () =>
      changeSummaries(['createSession', 'getSessionSummary', 'getSession', 'listSessions'], (summary) => ({
        ...summary,
        generated_title: null,
      })),
  },
  {
    name: 'title-only-once',
    title: 'A second title for a session is refused with 409.',
    breaks: 'title-again',
    behaviour: titleOnlyOnce,
  },
  {
    name: 'deleted-session-readable',
    title: 'A deleted session can still be read in full.',
    breaks: 'deleted-session-gone',
    behaviour: () => keepsDeletedFor('getSession'),
  },
  {
    name: 'deleted-session-streams',
    title: 'A deleted session still takes a turn.',
    breaks: 'deleted-session-gone',
    behaviour: () => keepsDeletedFor('streamMessages'),
  },
  {
    name: 'delete-takes-another',
    title: 'Deleting a session with several turns also deletes the unused one that was looked at last.',
    breaks: 'deletion-spares-others',
    behaviour: takesAnother,
  },
  {
    name: 'second-delete-succeeds',
    title: 'A session can be deleted twice.',
    breaks: 'deleted-session-gone',
    behaviour: () => keepsDeletedFor('deleteSession'),
  },
  {
    name: 'deleted-session-listed',
    title: 'A deleted session stays in the list.',
    breaks: 'deleted-session-unlisted',
    behaviour: () => ({ removes: () => false, lists: (_, { stored }) => stored }),
  },
  {
    name: 'projects-shared',
    title: 'A session is visible from every project.',
    breaks: 'projects-apart',
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
    if (titled.has(id)) return errorReply(409, 'This session has a title already.');
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
