import type { DescribedOperation } from './describe-operations.ts';

/** The descriptors as data. They are part of every bundle that contains the client. */
export function emitOperations(operations: readonly Pick<DescribedOperation, 'operation' | 'descriptor'>[]): string {
  const entries = operations.map(
    ({ operation, descriptor }) =>
      `  ${operation.id}: ${JSON.stringify(descriptor, null, 2).replaceAll('\n', '\n  ')},\n`,
  );
  return `/** The operations, as data for the client. */
export const operations = {
${entries.join('')}} as const satisfies Record<string, OperationDescriptor>;
`;
}

/** `operations.ts` of this project's own contract. */
export function emitOperationsFile(operations: readonly DescribedOperation[], header: string): string {
  return `${header}import type { OperationDescriptor } from '../src/openapi/operation-descriptor.ts';

${emitOperations(operations)}`;
}
