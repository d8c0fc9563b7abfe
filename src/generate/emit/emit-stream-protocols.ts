import type { Contract } from '../../openapi/contract.ts';

/**
 * `stream-protocols.ts`: the rules of each event stream, by operation. They are not in the descriptors, because only a
 * program that checks a stream needs them.
 *
 * @param head what the file begins with
 * @param type of the constant; if absent, its data keep their literal types
 */
export function emitStreamProtocols({ operations }: Contract, head: string, type?: string): string {
  const entries = operations.flatMap(({ id, stream }) =>
    stream?.protocol ? [`  ${id}: ${JSON.stringify(stream.protocol, null, 2).replaceAll('\n', '\n  ')},\n`] : [],
  );
  return `${head}/** The rules of each event stream, by operation. */
export const streamProtocols${type ? `: ${type}` : ''} = {
${entries.join('')}}${type ? '' : ' as const'};
`;
}
