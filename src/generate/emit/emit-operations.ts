import { header } from '../generated-file.ts';
import type { DescribedOperation } from './describe-operations.ts';

/**
 * `operations.ts`: the descriptors as data, their literal types kept. They are part of every bundle that has the client:
 * what only types need is left out.
 */
export function emitOperations(operations: Record<string, DescribedOperation>): string {
  const entries = Object.entries(operations).map(
    ([id, { parameters, status, ...descriptor }]) => `  ${id}: ${toLiteral(descriptor)},\n`,
  );
  return `${header}import type { OperationDescriptor } from '../src/openapi/operation-descriptor.ts';

/** What a client needs to know of each operation. */
export const operations = {
${entries.join('')}} as const satisfies Record<string, OperationDescriptor>;
`;
}

function toLiteral(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
}
