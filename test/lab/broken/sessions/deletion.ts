import { type BrokenServer, broken } from '../../alter.ts';
import type { Override } from '../../reference/behaviour.ts';
import type { OperationName, Session } from '../../reference/model.ts';

/** Servers that delete too little or too much. */
export function deletions(): BrokenServer[] {
  const clause = 'after a delete everything is 404, it is gone from the list';
  const keeping =
    (still: OperationName[]): Override =>
    (usual) => {
      const deleted = new Map<string, Session>();
      return {
        remove(session, state) {
          deleted.set(session.id, session);
          usual.remove(session, state);
        },
        find: (call) =>
          usual.find(call) ??
          (call.operation && still.includes(call.operation) ? deleted.get(call.sessionId ?? '') : undefined),
      };
    };
  const perOperation = (['get', 'summary', 'title', 'stream', 'remove'] as const).map((operation) =>
    broken(`deletion/${operation} still works`, clause, keeping([operation])),
  );
  return [
    ...perOperation,
    broken('deletion/nothing is deleted', clause, () => ({ remove() {} })),
    broken('deletion/still in the list', clause, (usual) => {
      const deleted: Session[] = [];
      return {
        remove(session, state) {
          deleted.push(session);
          usual.remove(session, state);
        },
        visible: (call) => [...usual.visible(call), ...deleted].sort((one, other) => other.touched - one.touched),
      };
    }),
    broken('deletion/deletes the newest session instead', clause, (usual) => ({
      remove(session, state) {
        const [newest] = [...state.sessions.values()].sort((one, other) => other.touched - one.touched);
        usual.remove(newest ?? session, state);
      },
    })),
    broken('deletion/deletes another one, too', clause, (usual) => ({
      remove(session, state) {
        usual.remove(session, state);
        const [other] = state.sessions.values();
        if (other) usual.remove(other, state);
      },
    })),
    broken('deletion/deletes all', clause, (_usual) => ({
      remove(_session, state) {
        state.sessions.clear();
      },
    })),
    broken('deletion/only empties it', clause, () => ({
      remove(session) {
        session.events = [];
      },
    })),
    ...(['get', 'summary', 'title', 'stream', 'remove'] as const).map((operation) =>
      broken(`deletion/${operation} 410 afterwards`, clause, (usual) => {
        const deleted = new Set<string>();
        return {
          remove(session, state) {
            deleted.add(session.id);
            usual.remove(session, state);
          },
          answer: (call, answer) =>
            answer.status === 404 && call.operation === operation && deleted.has(call.sessionId ?? '')
              ? { ...answer, status: 410 }
              : usual.answer(call, answer),
        };
      }),
    ),
    broken('deletion/a body in 204', '204, no body', () => ({
      send(response, answer) {
        // Only a status other than 204 can have a body; a Content-Length with 204 comes closest.
        if (answer.status === 204)
          return void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
        const content = JSON.stringify(answer.body);
        response.writeHead(answer.status, answer.headers).end(content);
      },
    })),
  ];
}
