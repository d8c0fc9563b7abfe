import { afterOpen, type BrokenServer, broken, list, onBody, onFind, onSummary } from '../../alter.ts';
import type { OperationName, Session } from '../../reference/model.ts';

const readable = 'a created session is readable at once';
const asAsked = 'index_ids as asked, no events, job_metadata null';

/** Servers that create sessions incorrectly. */
export function created(): BrokenServer[] {
  const fresh = (session: Session) => session.turns === 0 && session.title === null;
  const late = (operation: OperationName) => {
    const seen = new Map<string, number>();
    return onFind(({ id }, call) => {
      if (call.operation !== operation) return false;
      seen.set(id, (seen.get(id) ?? 0) + 1);
      return seen.get(id) === 1;
    });
  };
  return [
    broken('created/not in the list before its first turn', 'is in the list', (usual) => ({
      visible: (call) => usual.visible(call).filter((session) => !fresh(session)),
    })),
    broken('created/never in the list', 'is in the list', () => ({ visible: () => [] })),
    ...(['get', 'summary', 'title', 'stream'] as const).map((operation) =>
      broken(`created/first ${operation} is 404`, readable, late(operation)),
    ),
    broken(
      'created/not readable before the first turn',
      readable,
      onFind((session, { operation }) => session.turns === 0 && operation === 'get'),
    ),
    broken(
      'created/summary 404 before the first turn',
      readable,
      onFind((session, { operation }) => session.turns === 0 && operation === 'summary'),
    ),
    broken('created/not kept', readable, (usual) => ({
      open(call) {
        const session = usual.open(call);
        call.state.sessions.delete(session.id);
        return session;
      },
    })),
    broken('created/same id each time', 'unique session', (usual) => {
      let first: Session | undefined;
      return { open: (call) => (first = first ?? usual.open(call)) };
    }),
    broken(
      'created/with an event',
      asAsked,
      afterOpen(({ events }) => events.push({ type: 'text', content: 'Hello!' })),
    ),
    broken(
      'created/with job metadata',
      asAsked,
      afterOpen((session) => {
        session.jobMetadata = { turns: 1, is_error: false, total_input_tokens: 3 };
      }),
    ),
    broken(
      'created/job metadata an empty object',
      asAsked,
      afterOpen((session) => {
        session.jobMetadata = {};
      }),
    ),
    broken(
      'created/more than five index_ids cut',
      asAsked,
      afterOpen((session) => {
        session.indexIds = session.indexIds?.slice(0, 5) ?? null;
      }),
    ),
    broken(
      'created/index_ids dropped',
      asAsked,
      afterOpen((session) => {
        session.indexIds = null;
      }),
    ),
    broken(
      'created/only the first index kept',
      asAsked,
      afterOpen((session) => {
        session.indexIds = session.indexIds?.slice(0, 1) ?? null;
      }),
    ),
    broken(
      'created/an index added',
      asAsked,
      afterOpen((session) => {
        if (session.indexIds?.length) session.indexIds = [...session.indexIds, 'default'];
      }),
    ),
    broken(
      'created/index ids in upper case',
      asAsked,
      afterOpen((session) => {
        session.indexIds = session.indexIds?.map((id) => id.toUpperCase()) ?? null;
      }),
    ),
    broken(
      'created/unbound gets a default index',
      asAsked,
      afterOpen((session) => {
        session.indexIds ??= ['default'];
      }),
    ),
    broken(
      'created/answer for an unbound session shows an index',
      asAsked,
      onSummary((summary, _session, { operation, text }) =>
        operation === 'create' && !text.includes('index_ids') ? { ...summary, index_ids: ['x'] } : summary,
      ),
    ),
    broken(
      'created/answer shows other indexes than asked',
      asAsked,
      onBody('create', 'index_ids', (ids) => (ids === null ? null : [...list(ids), 'x'])),
    ),
    broken(
      'created/answer shows another id',
      readable,
      onBody('create', 'session_id', (id) => `${id}x`),
    ),
    broken(
      'created/get shows another id',
      'session_id',
      onBody('get', 'session_id', (id) => `${id}x`),
    ),
    broken(
      'created/summary shows another id',
      'session_id',
      onBody('summary', 'session_id', (id) => `${id}x`),
    ),
    broken(
      'created/title shows another id',
      'session_id',
      onBody('title', 'session_id', (id) => `${id}x`),
    ),
    broken('created/gone after the first read', readable, (usual) => {
      const read = new Set<string>();
      return {
        find(call) {
          const session = usual.find(call);
          if (session && call.operation === 'get' && read.has(session.id)) return undefined;
          if (session && call.operation === 'get') read.add(session.id);
          return session;
        },
      };
    }),
  ];
}
