import type { Contract, Operation } from '../../../src/openapi/contract.ts';
import { createSchemaValidator } from '../../../src/openapi/schema-validator.ts';
import { isObject, type Json, parseJson } from '../../../src/shared/json.ts';
import { jsonSchemaOf } from '../../probes/cases/operation-cases.ts';
import type { Resource } from '../resource.ts';
import type { RunOptions } from '../run-options.ts';
import { carry, credentialsFor } from './credential.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';

interface Answer {
  status: number;
  body?: Json | string;
}

/**
 * A transport that sends nothing: it answers as a server would that keeps the contract, from the contract's examples.
 * A run over it shows what a run would send.
 */
export function createPlanTransport(options: RunOptions, resources: readonly Resource[]): Transport {
  const { contract } = options;
  const validate = createSchemaValidator(contract.document);
  const bound = new Map<string, string[] | undefined>();
  const answer = ({ method, url, headers, body }: TransportRequest): Answer => {
    const operation = findOperation(contract, method, url);
    if (!operation) return { status: 405 };
    if (operation.secured && !isRight(options, operation, url, headers)) return { status: 401 };
    const schema = jsonSchemaOf(operation);
    const json = body === undefined ? undefined : parseJson(body);
    if (schema && (body === undefined ? operation.requestBody?.required : json === undefined)) return { status: 422 };
    if (schema && json !== undefined && validate(schema, json).length > 0) return { status: 422 };
    const success = answerFromExample(operation);
    const resource = resources.find(({ create }) => create.id === operation.id);
    const asked = indexIdsOf(json);
    const session = new URL(url).pathname.split('/').find((segment) => bound.has(segment));
    if (operation.stream && asked && differs(bound.get(session ?? ''), asked)) return { status: 409 };
    if (!resource || !isObject(success.body)) return success;
    const id = `plan-${bound.size + 1}`;
    bound.set(id, asked);
    return { ...success, body: { ...(success.body as { [key: string]: Json }), [resource.field]: id } };
  };
  return async (request) => toResponse(answer(request));
}

/** True where a request carries the right credential. The name of a scheme has no case. */
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

/** True where a turn names other indexes than its session is bound to: it is refused, and costs nothing. */
function differs(bound: readonly string[] | undefined, asked: readonly string[]): boolean {
  return bound !== undefined && !(asked.every((id) => bound.includes(id)) && bound.every((id) => asked.includes(id)));
}

function answerFromExample({ responses, stream }: Operation): Answer {
  const success = Object.values(responses).find(({ status }) => status.startsWith('2'));
  const example = Object.values(success?.content ?? {}).flatMap(({ examples }) => Object.values(examples))[0] as Json;
  // A page without a next one: a plan walks no list.
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

function toResponse({ status, body }: Answer): TransportResponse {
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
