import { type Operation, schemaAt } from '../openapi/contract.ts';
import { resolvePointer, toPointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { readContract } from '../openapi/read/read-contract.ts';
import { isObject } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { checkPaging } from './emit/describe-operations.ts';
import { freeName, toCamelCase } from './emit/names.ts';

/** A document that a client can be generated for. */
export interface ReadyDocument {
  document: OpenApiDocument;
  /** Sentences about what the client leaves out or renames. */
  notes: string[];
}

/** Names that a method cannot have: those of every client's members, and those with a meaning in JavaScript. */
const taken = ['http', 'use', 'then', 'constructor', '__proto__', 'prototype', 'toString', 'toJSON', 'valueOf'];

/**
 * Adapts any document for the generator: converts it to OpenAPI 3.1, and gives each operation an id that can name a
 * method. Omits TRACE operations, because `fetch` cannot send them.
 */
export function readyForClient(given: OpenApiDocument): ReadyDocument {
  const document = structuredClone(readContract(given).document);
  separatePaths(document);
  const notes: string[] = [];
  const names = new Set<string>(taken);
  for (const operation of readContract(document).operations) {
    const { method, path } = operation;
    const item = schemaAt(document, toPointer(['paths', path])).schema;
    const value = resolvePointer(document, operation.pointer);
    if (!isObject(item) || !isObject(value)) continue;
    if (method === 'TRACE') {
      delete item.trace;
      notes.push(`TRACE ${path} is left out of the client: fetch cannot send TRACE.`);
      continue;
    }
    const fault = operation.paging && faultOf(() => checkPaging(operation));
    if (fault) {
      delete value['x-paging'];
      notes.push(`${method} ${path} has no method for all pages. ${fault}`);
    }
    const id = freeName(methodName(operation, value.operationId), names);
    if (id !== value.operationId) notes.push(`${method} ${path} is called ${id}.`);
    value.operationId = id;
  }
  return { document, notes };
}

function faultOf(check: () => unknown): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** Two paths that refer to one path item have separate operations, so that each gets a method. */
function separatePaths(document: OpenApiDocument): void {
  const paths = isObject(document.paths) ? document.paths : {};
  for (const path of Object.keys(paths)) {
    const { pointer, schema } = schemaAt(document, toPointer(['paths', path]));
    if (pointer !== toPointer(['paths', path]) && isObject(schema)) paths[path] = structuredClone(schema);
  }
}

/** The `operationId` if it is a valid method name, else its words in camel case, or those of method and path. */
function methodName({ method, path }: Operation, id: unknown): string {
  if (typeof id === 'string' && /^[A-Za-z_$][\w$]*$/.test(id)) return id;
  const text = typeof id === 'string' && /[A-Za-z0-9]/.test(id) ? id : `${method.toLowerCase()} ${path}`;
  return toCamelCase(text.replace(/[^A-Za-z0-9_$]+/g, ' '), 'call').replace(/_$/, '');
}
