import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readContract } from '../openapi/read/read-contract.ts';
import { type DescribedOperation, describeOperations } from './emit/describe-operations.ts';
import { emitClient } from './emit/emit-client.ts';
import { emitDocument } from './emit/emit-document.ts';
import { emitOpenApi32 } from './emit/emit-openapi-3-2.ts';
import { emitOperationsFile } from './emit/emit-operations.ts';
import { emitStandAloneClient } from './emit/emit-stand-alone-client.ts';
import { emitStreamProtocols } from './emit/emit-stream-protocols.ts';
import { clientName } from './emit/names.ts';
import { emitTypes } from './emit/types/emit-types.ts';
import { type GeneratedFile, header, headerFor, toJsonText } from './generated-file.ts';
import { readyForClient } from './ready-for-client.ts';
import { splitDirections } from './split-directions.ts';

/**
 * Every generated file of this project's own contract, from a bundled OpenAPI 3.1 document. It reads and writes no
 * file, and leaves `document` unchanged.
 *
 * @throws {UsageError} if no client can be generated for the document, naming the operation
 */
export async function generateFiles(document: OpenApiDocument): Promise<GeneratedFile[]> {
  const contract = readContract(document);
  const operations = describeOperations(contract);
  return [
    { path: 'openapi.json', text: toJsonText(document) },
    { path: 'openapi-3.2.json', text: emitOpenApi32(document, contract) },
    { path: 'chat-api-document.ts', text: emitDocument(header) },
    { path: 'types.ts', text: await emitTypes(document, header) },
    { path: 'operations.ts', text: emitOperationsFile(operations.map(withoutFailure), header) },
    {
      path: 'stream-protocols.ts',
      text: emitStreamProtocols(
        contract,
        `${header}import type { StreamProtocol } from '../src/sse/stream-protocol.ts';\n\n`,
        'Readonly<Record<string, StreamProtocol>>',
      ),
    },
    { path: 'client.ts', text: emitClient(contract, operations, 'ChatClient', header) },
  ];
}

/**
 * The Chat API's client returns a failed turn instead of throwing, and is smaller without the code for failure events.
 */
function withoutFailure(one: DescribedOperation): DescribedOperation {
  if (!one.descriptor.stream) return one;
  const { failure: _, ...stream } = one.descriptor.stream;
  return { ...one, descriptor: { ...one.descriptor, stream } };
}

/** The files that are written for a document of another API. */
export interface StandAloneFiles {
  files: GeneratedFile[];
  /** Sentences about what the client leaves out or renames. */
  notes: string[];
}

/**
 * The generated files for any document: they need openapi-fetch and nothing of this package. If necessary, the document
 * is adapted for a client; `notes` describes how.
 */
export async function generateStandAloneFiles(given: OpenApiDocument): Promise<StandAloneFiles> {
  const { document, notes } = readyForClient(given);
  // The types of requests and responses; the bundles stay unchanged.
  const typed = splitDirections(document);
  const contract = readContract(typed);
  const operations = describeOperations(contract);
  const head = headerFor(contract.title);
  const hasProtocol = contract.operations.some(({ stream }) => stream?.protocol);
  const files = [
    { path: 'openapi.json', text: toJsonText(document) },
    { path: 'openapi-3.2.json', text: emitOpenApi32(document, readContract(document)) },
    { path: 'types.ts', text: await emitTypes(typed, head) },
    ...(hasProtocol ? [{ path: 'stream-protocols.ts', text: emitStreamProtocols(contract, head) }] : []),
    {
      path: 'client.ts',
      text: await emitStandAloneClient(contract, operations, clientName(contract.title), head),
    },
  ];
  return { files, notes };
}
