import type { Contract } from '../../openapi/contract.ts';
import { header } from '../generated-file.ts';

/**
 * `stream-protocols.ts`: the rules of each event stream, by operation. They stand apart from the descriptors, because
 * only who checks a stream needs them.
 */
export function emitStreamProtocols({ operations }: Contract): string {
  const entries = operations.flatMap(({ id, stream }) =>
    stream?.protocol ? [`  ${id}: ${JSON.stringify(stream.protocol, null, 2).replaceAll('\n', '\n  ')},\n`] : [],
  );
  return `${header}import type { StreamProtocol } from '../src/sse/stream-protocol.ts';

/** The rules of each event stream, by operation. */
export const streamProtocols: Readonly<Record<string, StreamProtocol>> = {
${entries.join('')}};
`;
}
