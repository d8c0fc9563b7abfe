import { readContract } from '../openapi/contract.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { describeOperations } from './emit/describe-operations.ts';
import { emitClient } from './emit/emit-client.ts';
import { emitOpenApi32 } from './emit/emit-openapi-3-2.ts';
import { emitOperations } from './emit/emit-operations.ts';
import { emitStreamProtocols } from './emit/emit-stream-protocols.ts';
import { emitTypes } from './emit/emit-types.ts';
import { type GeneratedFile, toJsonText } from './generated-file.ts';

/**
 * Every generated file, made from a bundled OpenAPI 3.1 document. Nothing is read or written, and `document` is left as
 * it is.
 *
 * @throws {UsageError} where the document has something that a client cannot be made for, naming the operation
 */
export async function generateFiles(document: OpenApiDocument): Promise<GeneratedFile[]> {
  const contract = readContract(document);
  const descriptors = describeOperations(contract);
  return [
    { path: 'openapi.json', text: toJsonText(document) },
    { path: 'openapi-3.2.json', text: emitOpenApi32(document, contract) },
    { path: 'types.ts', text: await emitTypes(document) },
    { path: 'operations.ts', text: emitOperations(descriptors) },
    { path: 'stream-protocols.ts', text: emitStreamProtocols(contract) },
    { path: 'client.ts', text: emitClient(contract, descriptors) },
  ];
}
