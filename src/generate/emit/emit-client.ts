import type { Contract } from '../../openapi/contract.ts';
import type { DescribedOperation } from './describe-operations.ts';
import { emitMethods } from './emit-methods.ts';

/**
 * `client.ts` of this project's own contract: the client's methods as an interface. `src/client` implements them with
 * the same descriptors.
 */
export function emitClient(
  contract: Contract,
  operations: readonly DescribedOperation[],
  name: string,
  header: string,
): string {
  const { methods, helpers } = emitMethods(contract, operations, ['query', 'header']);
  return `${header}import type { OperationsClient } from '../src/client/runtime/operations-client.ts';
import type * as api from './types.ts';

${helpers}
/** A client with a method for each operation. A call that fails rejects with a ChatError. */
export interface ${name} extends OperationsClient<api.paths> {
${methods}}
`;
}
