import { type BrokenServer, onAnswer } from '../../alter.ts';
import type { OperationName } from '../../reference/model.ts';

/** Successful responses with another status. */
export function statuses(): BrokenServer[] {
  const wrong: [OperationName, number][] = [
    ['list', 206],
    ['create', 200],
    ['create', 202],
    ['get', 203],
    ['remove', 200],
    ['remove', 202],
    ['summary', 201],
    ['title', 201],
    ['title', 202],
  ];
  return [
    ...wrong.map(([operation, status]) => ({
      name: `status/${operation} ${status}`,
      clause: 'The seven operations: success',
      override: onAnswer(operation, (answer) => ({ ...answer, status })),
    })),
    // Without a session, a 404 for an invalid request proves nothing.
    {
      name: 'status/create 308',
      clause: 'The seven operations: success',
      override: onAnswer('create', () => ({ status: 308, headers: { location: '/elsewhere' } })),
    },
  ];
}
