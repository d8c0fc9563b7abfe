import { afterFinish, type BrokenServer, broken, onBody, onFind, summaryPaths } from '../../alter.ts';
import type { JsonObject, Session } from '../../reference/model.ts';

const readable = 'a created session is readable at once';

/** Servers that lose or mix up titles. */
export function titles(): BrokenServer[] {
  const kept = 'generated_title is kept';
  return [
    broken('title/not kept', kept, (usual) => ({
      setTitle() {},
      answer: (call, answer) =>
        call.operation === 'title' && answer.status === 200
          ? { ...answer, body: { ...(answer.body as JsonObject), generated_title: 'About it' } }
          : usual.answer(call, answer),
    })),
    broken(
      'title/null in the answer',
      'generated_title set',
      onBody('title', 'generated_title', () => null),
    ),
    broken('title/empty', 'generated_title set', (usual) => ({
      setTitle: (session, text) => {
        usual.setTitle(session, text);
        session.title = '';
      },
    })),
    ...(['get', 'summary', 'list'] as const).map((operation) =>
      broken(
        `title/missing in ${operation}`,
        kept,
        onBody(operation, `${summaryPaths[operation]}generated_title`, () => null),
      ),
    ),
    broken(
      'title/other in summary',
      kept,
      onBody('summary', 'generated_title', (text) => (text ? `${text}.` : text)),
    ),
    broken('title/cannot be repeated', 'generating it again is allowed', (usual) => ({
      answer: (call, answer) => usual.answer(call, answer),
      fieldErrors: (call) => {
        const again = call.operation === 'title' && usual.find(call)?.title;
        return again
          ? [{ check: 'again', loc: ['body'], msg: 'The title is set', type: 'value_error' }]
          : usual.fieldErrors(call);
      },
    })),
    broken('title/409 when repeated', 'generating it again is allowed', (usual) => {
      const titled = new Set<string>();
      return {
        answer(call, answer) {
          if (call.operation !== 'title' || answer.status !== 200) return usual.answer(call, answer);
          const id = call.sessionId ?? '';
          if (titled.has(id)) return { ...answer, status: 409, body: { detail: 'The title is set.' } };
          titled.add(id);
          return answer;
        },
      };
    }),
    broken(
      'title/lost with the next turn',
      kept,
      afterFinish((session) => {
        session.title = null;
      }),
    ),
    broken('title/written to all sessions', 'leak between sessions', (usual) => ({
      answer(call, answer) {
        if (call.operation === 'title' && answer.status === 200) {
          const { title } = call.state.sessions.get(call.sessionId ?? '') as Session;
          for (const session of call.state.sessions.values()) session.title = title;
        }
        return usual.answer(call, answer);
      },
    })),
    broken('title/clears the history', 'history kept', (usual) => ({
      setTitle(session, text) {
        usual.setTitle(session, text);
        session.events = [];
      },
    })),
    broken('title/clears job metadata', 'job metadata of the most recent run', (usual) => ({
      setTitle(session, text) {
        usual.setTitle(session, text);
        session.jobMetadata = null;
      },
    })),
    broken('title/adds to the history', 'history is the turns', (usual) => ({
      setTitle(session, text) {
        usual.setTitle(session, text);
        session.events.push({ type: 'user_input', content: text });
      },
    })),
    broken(
      'title/404 before the first turn',
      readable,
      onFind((session, { operation }) => operation === 'title' && session.turns === 0),
    ),
  ];
}
