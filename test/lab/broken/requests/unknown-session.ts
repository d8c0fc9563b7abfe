import { type BrokenServer, onAnswer } from '../../alter.ts';
import { operationNames } from '../../reference/model.ts';

/** Responses other than 404 for an unknown session. */
export function unknownSessions(): BrokenServer[] {
  const perSession = operationNames.filter((name) => name !== 'list' && name !== 'create');
  return perSession.flatMap((operation) =>
    [400, 410, 500, 200].map((status) => ({
      name: `unknown/${operation} ${status}`,
      clause: '404 for an unknown session',
      override: onAnswer(operation, (answer) => ({ ...answer, status }), 404),
    })),
  );
}
