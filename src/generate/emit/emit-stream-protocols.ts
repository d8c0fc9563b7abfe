import type { Contract } from '../../openapi/contract.ts';

/**
 * `stream-protocols.ts`: the rules of each event stream, by operation. They are separate from the descriptors, because
 * only programs that check streams need them.
 *
 * @param head the beginning of the file
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
