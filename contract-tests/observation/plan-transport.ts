import type { Contract, Operation } from '../../lib/contract.ts';
import { isObject, type Json, parseJson } from '../../lib/json.ts';
import { createSchemaValidator } from '../../lib/schema-validator.ts';
import { jsonSchemaOf } from '../cases/operation-cases.ts';
import { credentialPlace, wrongToken } from './credential.ts';
import type { Resource } from './resource.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';

interface Answer {
  status: number;
  body?: Json | string;
}

/**
 * A transport that sends nothing: it answers as a server would that keeps the contract, from the contract's examples.
 * A run over it shows what a run would send.
 */
export function createPlanTransport(contract: Contract, resources: readonly Resource[]): Transport {
  const validate = createSchemaValidator(contract.document);
  let created = 0;
  const answer = ({ method, url, headers, body }: TransportRequest): Answer => {
    const operation = findOperation(contract, method, url);
    if (!operation) return { status: 405 };
    const secret = secretIn(operation, url, headers);
    if (operation.secured && (!secret || secret.includes(wrongToken))) return { status: 401 };
    const schema = jsonSchemaOf(operation);
    const json = body === undefined ? undefined : parseJson(body);
    if (schema && (body === undefined ? operation.requestBody?.required : json === undefined)) return { status: 422 };
    if (schema && json !== undefined && validate(schema, json).length > 0) return { status: 422 };
    const success = answerFromExample(operation);
    const resource = resources.find(({ create }) => create.id === operation.id);
    if (!resource || !isObject(success.body)) return success;
    created += 1;
    return {
      ...success,
      body: { ...(success.body as { [key: string]: Json }), [resource.field]: `plan-${created}` },
    };
  };
  return async (request) => toResponse(answer(request));
}

/** Whatever stands where the operation's credential does. */
function secretIn(operation: Operation, url: string, headers: Record<string, string>): string | undefined {
  const place = credentialPlace(operation);
  if (place?.in === 'header') return headers[place.name.toLowerCase()];
  if (place?.in === 'cookie') return headers.cookie;
  if (place?.in === 'query') return new URL(url).searchParams.get(place.name) ?? undefined;
  if (place?.in !== 'basic') return headers.authorization;
  return headers.authorization && Buffer.from(headers.authorization.replace(/^Basic /, ''), 'base64').toString();
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
