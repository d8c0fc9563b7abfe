import { type Contract, type Operation, readContract, schemaAt } from '../openapi/contract.ts';
import { toPointer } from '../openapi/json-pointer.ts';
import type { OpenApiDocument } from '../openapi/openapi-document.ts';
import { isObject } from '../shared/json.ts';
import { UsageError } from '../shared/usage-error.ts';
import { describeOperations } from './emit/describe-operations.ts';

/** A document that a client can be made for. */
export interface ReadyDocument {
  document: OpenApiDocument;
  /** What was left out of it or named anew, a sentence each. */
  notes: string[];
}

/**
 * Makes a document that was not written for this generator fit for it: it is brought to OpenAPI 3.1, each operation gets
 * an id that can name a method, and an operation that the client does not speak is left out.
 */
export function readyForClient(given: OpenApiDocument): ReadyDocument {
  const document = structuredClone(readContract(given).document);
  separatePaths(document);
  const notes: string[] = [];
  const taken = new Set<string>();
  const itemOf = ({ path }: Operation) => schemaAt(document, toPointer(['paths', path])).schema;
  for (const operation of readContract(document).operations) {
    const item = itemOf(operation);
    const value = isObject(item) ? item[operation.method.toLowerCase()] : undefined;
    if (!isObject(value)) continue;
    const id = freeName(methodName(operation, value.operationId), taken);
    if (id !== value.operationId) notes.push(`${operation.method} ${operation.path} is called ${id}.`);
    value.operationId = id;
  }
  const contract = readContract(document);
  for (const operation of contract.operations) {
    const problem = whyUnspoken({ ...contract, operations: [operation] });
    const item = itemOf(operation);
    if (problem === undefined || !isObject(item)) continue;
    notes.push(`${operation.method} ${operation.path} is left out of the client. ${problem}`);
    delete item[operation.method.toLowerCase()];
  }
  return { document, notes };
}

/** Two paths that are one item by reference have each their own operations, for which the client has methods. */
function separatePaths(document: OpenApiDocument): void {
  const paths = isObject(document.paths) ? document.paths : {};
  for (const path of Object.keys(paths)) {
    const { pointer, schema } = schemaAt(document, toPointer(['paths', path]));
    if (pointer !== toPointer(['paths', path]) && isObject(schema)) paths[path] = structuredClone(schema);
  }
}

function whyUnspoken(contract: Contract): string | undefined {
  try {
    describeOperations(contract);
    return undefined;
  } catch (error) {
    if (error instanceof UsageError) return error.message;
    throw error;
  }
}

/** The `operationId` in camel case, or the method and the words of the path where there is none. */
function methodName({ method, path }: Operation, id: unknown): string {
  const words = (typeof id === 'string' ? id : `${method.toLowerCase()} ${path}`)
    .split(/[^A-Za-z0-9_$]+/)
    .filter(Boolean);
  const [first = 'call', ...rest] = words;
  const name =
    first.charAt(0).toLowerCase() +
    first.slice(1) +
    rest.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const exact = typeof id === 'string' && /^[A-Za-z_$][\w$]*$/.test(id) ? id : name;
  return /^\d/.test(exact) ? `_${exact}` : exact;
}

function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name}${count}`;
  taken.add(free);
  return free;
}
