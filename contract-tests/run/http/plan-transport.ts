import type { Contract, Operation } from '../../../src/openapi/contract.ts';
import { createSchemaValidator, type SchemaValidator } from '../../../src/openapi/validate/schema-validator.ts';
import { isObject, type Json, parseJson } from '../../../src/shared/json.ts';
import { jsonSchemaOf } from '../../probes/cases/operation-cases.ts';
import { readingsOf } from '../../probes/cases/plain-request.ts';
import type { Resource } from '../resource.ts';
import type { RunOptions } from '../run-options.ts';
import { carry, credentialsFor } from './credential.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';

interface PlannedResponse {
  status: number;
  body?: Json | string;
}

/**
 * A transport that sends nothing and responds with the contract's examples, as a conforming server would. A run over it
 * shows what a run would send.
 */
export function createPlanTransport(options: RunOptions, resources: readonly Resource[]): Transport {
  const { contract } = options;
  const validate = createSchemaValidator(contract.document);
  const created = new Map<string, Created>();
  let count = 0;
  const respond = ({ method, url, headers, body }: TransportRequest): PlannedResponse => {
    const operation = findOperation(contract, method, url);
    if (!operation) return { status: 405 };
    if (operation.secured && !isRight(options, operation, url, headers)) return { status: 401 };
    const { searchParams, pathname } = new URL(url);
    if (!hasValidQuery(validate, operation, searchParams)) return { status: 422 };
    const schema = jsonSchemaOf(operation);
    const json = body === undefined ? undefined : parseJson(body);
    if (schema && (body === undefined ? operation.requestBody?.required : json === undefined)) return { status: 422 };
    if (schema && json !== undefined && validate(schema, json).length > 0) return { status: 422 };
    const success = responseFromExample(operation);
    const resource = resources.find(({ create }) => create.id === operation.id);
    const asked = indexIdsOf(json);
    const project = searchParams.get('project_id');
    const id = pathname.split('/').find((segment) => segment.startsWith(idStart));
    const session = id === undefined ? undefined : created.get(id);
    if (id !== undefined && (!session || session.project !== project)) return { status: 404 };
    if (operation.stream && asked && differs(session?.indexIds, asked)) return { status: 409 };
    if (id !== undefined && resources.some((one) => one.delete?.id === operation.id)) created.delete(id);
    if (!resource || !isObject(success.body)) return success;
    count += 1;
    const newId = `${idStart}${count}`;
    created.set(newId, { indexIds: asked, project });
    return { ...success, body: { ...(success.body as { [key: string]: Json }), [resource.field]: newId } };
  };
  return async (request) => toResponse(respond(request));
}

/** The prefix of created ids. Ids in examples belong to others and are known. */
const idStart = 'plan-';

/** A created resource: its bound indexes and its owner. */
interface Created {
  indexIds: string[] | undefined;
  project: string | null;
}

/** True if each declared parameter matches its schema. */
function hasValidQuery(validate: SchemaValidator, { parameters }: Operation, query: URLSearchParams): boolean {
  return parameters.every(({ in: place, name, schema, style }) => {
    const text = query.get(name);
    if (place !== 'query' || schema === undefined || text === null || style !== 'form') return true;
    return readingsOf(text).some((reading) => validate(schema, reading).length === 0) || query.getAll(name).length > 1;
  });
}

/** True if a request has the valid credential. Scheme names are case-insensitive. */
function isRight(options: RunOptions, operation: Operation, url: string, headers: Record<string, string>): boolean {
  const right = carry(credentialsFor(options, operation), 'valid');
  const fold = (text: string | undefined) => text?.replace(/^\w+ /, (scheme) => scheme.toLowerCase());
  return (
    Object.entries(right.headers).every(([name, value]) => fold(headers[name]) === fold(value)) &&
    Object.entries(right.query).every(([name, value]) => new URL(url).searchParams.get(name) === value)
  );
}

function indexIdsOf(json: unknown): string[] | undefined {
  return isObject(json) && Array.isArray(json.index_ids) ? (json.index_ids as string[]) : undefined;
}

/** True if a turn has other indexes than its bound session: it is rejected and costs nothing. */
function differs(bound: readonly string[] | undefined, asked: readonly string[]): boolean {
  return bound !== undefined && !(asked.every((id) => bound.includes(id)) && bound.every((id) => asked.includes(id)));
}

function responseFromExample({ responses, stream }: Operation): PlannedResponse {
  const success = Object.values(responses).find(({ status }) => status.startsWith('2'));
  const example = Object.values(success?.content ?? {}).flatMap(({ examples }) => Object.values(examples))[0] as Json;
  // A page without a next one: a plan does not follow lists.
  const page = isObject(example) && 'next_page_token' in example ? { ...example, next_page_token: null } : example;
  return { status: Number(success?.status ?? 200), ...(stream || example !== undefined ? { body: page as Json } : {}) };
}

function findOperation({ operations }: Contract, method: string, url: string): Operation | undefined {
  const path = new URL(url).pathname;
  return operations.find(
    (operation) =>
      operation.method === method && new RegExp(`${operation.path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path),
  );
}

function toResponse({ status, body }: PlannedResponse): TransportResponse {
  const stream = typeof body === 'string';
  const text = body === undefined ? '' : stream ? body : JSON.stringify(body);
  const bytes = new TextEncoder().encode(text);
  return {
    status,
    headers: new Headers({ 'content-type': stream ? 'text/event-stream' : 'application/json' }),
    failure: () => undefined,
    abort: () => {},
    async *chunks() {
      if (bytes.byteLength > 0) yield bytes;
    },
  };
}
