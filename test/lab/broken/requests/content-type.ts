import { type BrokenServer, onAnswer, withHeader } from '../../alter.ts';
import { operationNames } from '../../reference/model.ts';

const answered = operationNames.filter((name) => name !== 'stream');

/** JSON with another media type. */
export function contentTypes(): BrokenServer[] {
  const types = ['text/plain', 'text/html', undefined];
  return answered
    .filter((name) => name !== 'remove')
    .flatMap((operation, place) => ({
      name: `content-type/${operation} ${types[place % 3]}`,
      clause: 'application/json',
      override: onAnswer(operation, withHeader('content-type', types[place % 3])),
    }));
}
