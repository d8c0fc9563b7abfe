import type { Provenance } from '../shared/provenance.ts';
import type { StreamProtocol } from '../sse/stream-protocol.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import type { Paging } from './operation-descriptor.ts';
import { followAny } from './read/follow.ts';

/** An OpenAPI document as the tools see it. Schemas are JSON Pointers into `document`. */
export interface Contract {
  /** The document in OpenAPI 3.1 and this project's form; the given object if it already has it. */
  document: OpenApiDocument;
  /** `info.title` of the document. */
  title: string;
  operations: Operation[];
}

/** One operation: a method on a path. */
export interface Operation {
  /** JSON Pointer to the operation in `document`. */
  pointer: string;
  /** The `operationId`, or method and path if it is missing. */
  id: string;
  /** Upper case. */
  method: string;
  /** The path template, `/sessions/{session_id}`. */
  path: string;
  summary: string;
  tags: string[];
  parameters: Parameter[];
  requestBody?: RequestBody;
  /** By status: three digits, `4XX` or `default`. */
  responses: Record<string, ResponseContract>;
  /** True if a request needs a credential. */
  secured: boolean;
  /** The first security requirement; empty if none is required. */
  schemes: SecurityScheme[];
  /** The alternative security requirements: a request satisfies all schemes of one (OAS 3.1, section 4.8.30). */
  security: SecurityScheme[][];
  /** Present if a response is an event stream with typed events. */
  stream?: StreamContract;
  /** Present if the operation returns a list in pages. */
  paging?: Paging;
}

/** One parameter of an operation, its own or its path's. */
export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header' | 'cookie';
  required: boolean;
  /** How a list or an object is written (OAS 3.1, section 4.8.12.3). */
  style: string;
  explode: boolean;
  /** The media type of a serialized value, `application/json`; `style` and `explode` then have no effect. */
  mediaType?: string;
  /** Whether reserved characters of a query stay as they are. */
  allowReserved?: true;
  deprecated?: true;
  /** True if `?flag` and `?flag=` are valid whatever the schema says. */
  allowEmptyValue?: true;
  /** JSON Pointer to its schema; `undefined` if there is none. */
  schema?: string;
  /** A valid value, if the document has one. */
  example?: unknown;
}

/** One security scheme (OAS 3.1, section 4.8.27). */
export interface SecurityScheme {
  /** Its name in the document. */
  key: string;
  /** `http`, `apiKey`, `oauth2`, `openIdConnect` or `mutualTLS`; `unknown` if the document does not define it. */
  type: string;
  /** Of `http`, in lower case: `bearer`, `basic`. */
  scheme?: string;
  /** Of `apiKey`: where it is sent, and under which name. */
  in?: string;
  name?: string;
}

/** The body of a request. */
export interface RequestBody {
  required: boolean;
  content: Record<string, MediaType>;
}

/** One media type of a body. */
export interface MediaType {
  /** JSON Pointer to its schema; `undefined` if there is none. */
  schema?: string;
  /** The values of its named examples. */
  examples: Record<string, unknown>;
  /** How the fields of a form are written, by name (OAS 3.1, section 4.8.15). */
  encoding?: Record<string, FieldEncoding>;
}

/** How one field of a form is written. */
export interface FieldEncoding {
  contentType?: string;
  style?: string;
  explode?: boolean;
  allowReserved?: boolean;
}

/** One documented response. */
export interface ResponseContract {
  status: string;
  description: string;
  provenance: Provenance;
  headers: ResponseHeader[];
  content: Record<string, MediaType>;
}

/** One documented header of a response. */
export interface ResponseHeader {
  name: string;
  required: boolean;
  /** Whether an object is written as `a=1,b=2`. */
  explode: boolean;
  /** The media type of a serialized value. */
  mediaType?: string;
  schema?: string;
  example?: unknown;
  provenance: Provenance;
}

/** An event stream whose events are typed. */
export interface StreamContract {
  status: string;
  mediaType: string;
  /** JSON Pointer to the schema of one event. */
  event: string;
  /** The schemas of the event types, if the events are a discriminated union. */
  types: Record<string, string>;
  /** The schemas of event types that the union names by a pattern, such as `^data-`. */
  patterns: { pattern: string; schema: string }[];
  /** The field that names an event's type. */
  discriminator: string;
  /** The stream's rules, if the document states them. */
  protocol?: StreamProtocol;
}

/** A path of the document as requests use it: a few documents distinguish operations on one path by a fragment. */
export function requestedPath(path: string): string {
  return path.replace(/#.*$/s, '');
}

/**
 * The operation that handles the requests of `operation`, if requests cannot distinguish the two: their paths differ
 * only in a fragment or in parameter names.
 */
export function operationBefore({ operations }: Contract, operation: Operation): Operation | undefined {
  const first = firstOfEach(operations).get(addressOf(operation));
  return first === undefined || first.id === operation.id ? undefined : first;
}

function addressOf({ method, path }: Operation): string {
  return `${method} ${requestedPath(path).replace(/\{[^{}]+\}/g, '{}')}`;
}

const firsts = new WeakMap<readonly Operation[], ReadonlyMap<string, Operation>>();

function firstOfEach(operations: readonly Operation[]): ReadonlyMap<string, Operation> {
  const known = firsts.get(operations);
  if (known) return known;
  const first = new Map<string, Operation>();
  for (const operation of operations) {
    const address = addressOf(operation);
    const other = first.get(address);
    if (!other || (other.path.includes('#') && !operation.path.includes('#'))) first.set(address, operation);
  }
  firsts.set(operations, first);
  return first;
}

/** The operation with this id. @throws {Error} if the contract has none. */
export function operationById(contract: Contract, id: string): Operation {
  const operation = contract.operations.find((candidate) => candidate.id === id);
  if (!operation) throw new Error(`The contract has no operation ${id}.`);
  return operation;
}

/** The response that the contract documents for a status: exact, then its class (`4XX`), then `default`. */
export function responseFor(operation: Operation, status: number): ResponseContract | undefined {
  const { responses } = operation;
  return responses[String(status)] ?? responses[`${String(status)[0]}XX`] ?? responses.default;
}

/** The schema at `pointer`, its `$ref`s followed, with the pointer of its final location. */
export function schemaAt(document: OpenApiDocument, pointer: string): { pointer: string; schema: unknown } {
  const { pointer: target, value } = followAny(document, pointer);
  return { pointer: target, schema: value };
}
