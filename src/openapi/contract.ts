import { isObject } from '../shared/json.ts';
import { isProvenance, type Provenance } from '../shared/provenance.ts';
import type { StreamProtocol } from '../sse/stream-protocol.ts';
import { isReadable } from './ignored-protocols.ts';
import { resolvePointer, toPointer, toStep } from './json-pointer.ts';
import type { OpenApiDocument } from './openapi-document.ts';
import type { Paging } from './operation-descriptor.ts';
import { operationsOf, type PathOperation } from './path-item.ts';
import { upgradeDocument } from './upgrade-document.ts';

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

/** Reads the operations of a bundled document of OpenAPI 3.0, 3.1 or 3.2. Operations are in document order. */
export function readContract(given: OpenApiDocument): Contract {
  const { document } = upgradeDocument(given);
  const operations: Operation[] = [];
  for (const path of Object.keys(asObject(document.paths))) {
    const item = follow(document, toPointer(['paths', path]));
    for (const operation of operationsOf(item.value)) {
      operations.push(readOperation(document, path, operation, item.pointer, item.value));
    }
  }
  return { document, title: asString(asObject(document.info).title), operations };
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

function readOperation(
  document: OpenApiDocument,
  path: string,
  { method, steps, value }: PathOperation,
  itemPointer: string,
  item: Record<string, unknown>,
): Operation {
  const pointer = itemPointer + toPointer(steps).slice(1);
  const responses = readResponses(document, pointer, value);
  const stream = readStream(document, pointer, value);
  const body = value.requestBody === undefined ? undefined : follow(document, `${pointer}/requestBody`);
  const security = (value.security ?? document.security) as unknown[] | undefined;
  return {
    pointer,
    id: typeof value.operationId === 'string' ? value.operationId : `${steps.at(-1)} ${path}`,
    method,
    path,
    summary: asString(value.summary),
    tags: Array.isArray(value.tags) ? value.tags.map(String) : [],
    parameters: mergeParameters([
      ...readParameters(document, itemPointer, item),
      ...readParameters(document, pointer, value),
    ]),
    ...(body ? { requestBody: { required: body.value.required === true, content: readContent(document, body) } } : {}),
    responses,
    secured:
      Array.isArray(security) &&
      security.length > 0 &&
      !security.some((one) => Object.keys(asObject(one)).length === 0),
    schemes: readSchemes(document, Array.isArray(security) ? security[0] : undefined),
    security: (Array.isArray(security) ? security : []).map((one) => readSchemes(document, one)),
    ...(stream ? { stream } : {}),
    ...(isObject(value['x-paging']) ? { paging: value['x-paging'] as unknown as Paging } : {}),
  };
}

function readSchemes(document: OpenApiDocument, requirement: unknown): SecurityScheme[] {
  return Object.keys(asObject(requirement)).map((key) => {
    const { type, scheme, in: place, name } = follow(document, toPointer(['components', 'securitySchemes', key])).value;
    return {
      key,
      type: typeof type === 'string' ? type : 'unknown',
      ...(typeof scheme === 'string' ? { scheme: scheme.toLowerCase() } : {}),
      ...(typeof place === 'string' ? { in: place } : {}),
      ...(typeof name === 'string' ? { name } : {}),
    };
  });
}

function readParameters(document: OpenApiDocument, owner: string, value: Record<string, unknown>): Parameter[] {
  const list = Array.isArray(value.parameters) ? value.parameters : [];
  return list.map((_, index) => {
    const parameter = follow(document, `${owner}/parameters/${index}`);
    const { name, in: place, required, allowReserved, deprecated, allowEmptyValue } = parameter.value;
    const style = asString(parameter.value.style) || (place === 'query' || place === 'cookie' ? 'form' : 'simple');
    const { explode = style === 'form' || style === 'deepObject' } = parameter.value;
    return {
      name: String(name),
      in: place as Parameter['in'],
      required: required === true,
      style,
      explode: explode === true,
      ...(allowReserved === true ? { allowReserved } : {}),
      ...(deprecated === true ? { deprecated } : {}),
      ...(allowEmptyValue === true ? { allowEmptyValue } : {}),
      ...readValue(document, parameter),
    };
  });
}

/** The value of a parameter or header: under `schema`, or under `content` with its media type. */
function readValue(
  document: OpenApiDocument,
  { pointer, value }: Node,
): Pick<Parameter, 'schema' | 'example' | 'mediaType'> {
  const [content] = Object.entries(readContent(document, { pointer, value }));
  const examples = readExamples(document, `${pointer}/examples`, value.examples);
  const example = value.example ?? Object.values({ ...examples, ...content?.[1].examples })[0];
  const schema = value.schema === undefined ? content?.[1].schema : `${pointer}/schema`;
  return {
    ...(content === undefined ? {} : { mediaType: content[0] }),
    ...(schema === undefined ? {} : { schema }),
    ...(example === undefined ? {} : { example }),
  };
}

/** An operation's parameter replaces its path's with the same name and place (OAS 3.1, section 4.8.10). */
function mergeParameters(parameters: Parameter[]): Parameter[] {
  return [...new Map(parameters.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter])).values()];
}

function readResponses(
  document: OpenApiDocument,
  pointer: string,
  value: Record<string, unknown>,
): Record<string, ResponseContract> {
  return Object.fromEntries(
    Object.keys(asObject(value.responses)).map((status) => {
      const response = follow(document, `${pointer}/responses/${status}`);
      const provenance = readProvenance(response.value);
      const headers = Object.keys(asObject(response.value.headers)).map((name) => {
        const header = follow(document, `${response.pointer}/headers${toStep(name)}`);
        return {
          name,
          required: header.value.required === true,
          explode: header.value.explode === true,
          provenance: isProvenance(header.value['x-provenance']) ? header.value['x-provenance'] : provenance,
          ...readValue(document, header),
        };
      });
      const description = asString(response.value.description);
      return [status, { status, description, provenance, headers, content: readContent(document, response) }];
    }),
  );
}

function readContent(document: OpenApiDocument, owner: Node): Record<string, MediaType> {
  return Object.fromEntries(
    Object.entries(asObject(owner.value.content)).map(([name, value]) => {
      const pointer = `${owner.pointer}/content${toStep(name)}`;
      const { schema, example, examples, encoding } = asObject(value);
      return [
        name,
        {
          ...(schema === undefined ? {} : { schema: `${pointer}/schema` }),
          examples: {
            ...(example === undefined ? {} : { example }),
            ...readExamples(document, `${pointer}/examples`, examples),
          },
          ...(isObject(encoding) ? { encoding: encoding as Record<string, FieldEncoding> } : {}),
        },
      ];
    }),
  );
}

function readExamples(document: OpenApiDocument, pointer: string, examples: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(asObject(examples)).flatMap((name) => {
      const { value } = follow(document, `${pointer}${toStep(name)}`).value;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function readStream(
  document: OpenApiDocument,
  pointer: string,
  value: Record<string, unknown>,
): StreamContract | undefined {
  for (const status of Object.keys(asObject(value.responses))) {
    const response = follow(document, `${pointer}/responses/${status}`);
    for (const [mediaType, content] of Object.entries(asObject(response.value.content))) {
      if (mediaType.split(';')[0]?.trim().toLowerCase() !== 'text/event-stream') continue;
      const schema = `${response.pointer}/content${toStep(mediaType)}/schema`;
      if (resolvePointer(document, `${schema}/contentSchema/items`) === undefined) continue;
      const event = followAny(document, `${schema}/contentSchema/items`).pointer;
      const protocol = asObject(content)['x-stream-protocol'];
      return {
        status,
        mediaType,
        event,
        types: readTypes(document, event),
        patterns: readPatterns(document, event),
        discriminator: String(asObject(asObject(resolvePointer(document, event)).discriminator).propertyName ?? 'type'),
        ...(isObject(protocol) && isReadable(protocol) ? { protocol: protocol as unknown as StreamProtocol } : {}),
      };
    }
  }
  return undefined;
}

/** By the discriminator's mapping, or by the constant of each variant in the discriminating field. */
function readTypes(document: OpenApiDocument, event: string): Record<string, string> {
  const union = asObject(resolvePointer(document, event));
  const { mapping, propertyName = 'type' } = asObject(union.discriminator);
  if (isObject(mapping)) {
    return Object.fromEntries(Object.entries(mapping).map(([type, pointer]) => [type, String(pointer)]));
  }
  return Object.fromEntries(
    typesOfVariants(document, event, String(propertyName)).flatMap(({ pointer, type }) => {
      const values = type.const === undefined ? type.enum : [type.const];
      return Array.isArray(values) ? values.map((one): [string, string] => [String(one), pointer]) : [];
    }),
  );
}

function readPatterns(document: OpenApiDocument, event: string): StreamContract['patterns'] {
  const { propertyName = 'type' } = asObject(asObject(resolvePointer(document, event)).discriminator);
  return typesOfVariants(document, event, String(propertyName)).flatMap(({ pointer, type: { pattern } }) =>
    typeof pattern === 'string' ? [{ pattern, schema: pointer }] : [],
  );
}

/** The variants of a union, each with the schema of the property that tells them apart. */
function typesOfVariants(document: OpenApiDocument, event: string, property: string) {
  const union = asObject(resolvePointer(document, event));
  const keyword = ['oneOf', 'anyOf'].find((one) => Array.isArray(union[one]));
  const variants = keyword === undefined ? [] : (union[keyword] as unknown[]);
  return variants.map((_, index) => {
    const { pointer, value } = follow(document, `${event}/${keyword}/${index}`);
    return { pointer, type: asObject(asObject(value.properties)[property]) };
  });
}

function readProvenance(value: Record<string, unknown>): Provenance {
  return isProvenance(value['x-provenance']) ? value['x-provenance'] : 'documented';
}

interface Node {
  pointer: string;
  value: Record<string, unknown>;
}

function follow(document: OpenApiDocument, pointer: string): Node {
  const { pointer: target, value } = followAny(document, pointer);
  return { pointer: target, value: asObject(value) };
}

function followAny(document: OpenApiDocument, pointer: string): { pointer: string; value: unknown } {
  const seen = new Set<string>();
  let target = pointer;
  let value = resolvePointer(document, target);
  while (isObject(value) && typeof value.$ref === 'string' && !seen.has(target)) {
    seen.add(target);
    target = value.$ref;
    value = resolvePointer(document, target);
  }
  return { pointer: target, value };
}

function asObject(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}

function asString(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
