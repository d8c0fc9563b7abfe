import { type BrokenServer, broken } from '../../alter.ts';
import type { Call } from '../../reference/model.ts';

/** Servers that do not separate projects. */
export function projects(): BrokenServer[] {
  const clause = 'another project_id does not see them';
  const perSession = (['get', 'remove', 'summary', 'title', 'stream'] as const).map((operation) =>
    broken(`project/${operation} sees another project's session`, clause, (usual) => ({
      find: (call) => (call.operation === operation ? call.state.sessions.get(call.sessionId ?? '') : usual.find(call)),
    })),
  );
  return [
    ...perSession,
    broken("project/list shows other projects' sessions", clause, () => ({
      visible: ({ state }: Call) => [...state.sessions.values()].sort((one, other) => other.touched - one.touched),
    })),
    broken('project/ignored at creation', clause, (usual) => ({
      open: (call) => usual.open({ ...call, project: 'default' }),
    })),
    ...(['get', 'summary'] as const).map((operation) =>
      broken(`project/${operation} 403`, '404', (usual) => ({
        answer: (call, answer) =>
          answer.status === 404 && call.operation === operation && call.state.sessions.has(call.sessionId ?? '')
            ? { ...answer, status: 403 }
            : usual.answer(call, answer),
      })),
    ),
  ];
}
