import { type Contract, type Operation, type Parameter, schemaAt } from '../../../src/openapi/contract.ts';
import { isJsonType } from '../../../src/openapi/media-type.ts';
import { isObject } from '../../../src/shared/json.ts';
import { isChatApi } from '../../rules/support/chat-api.ts';
import { isSendable } from './is-sendable.ts';
import type { CasedRequest, Constraint, Refusal, RequestParts } from './request-case.ts';
import { absent, boundaryCases, invalidCases, type SchemaCase } from './schema-cases.ts';

/**
 * The status for invalid requests: 422 for the Chat API (CONTRACT-FACTS, "The seven operations"). Other documents
 * seldom specify one of 400, 404, 415 and 422, so any of them is accepted.
 */
function refusalOf(contract: Contract): Refusal {
  return isChatApi(contract) ? 422 : '4XX';
}

/** Requests that each violate one constraint of `operation`, derived from the valid request `base`. */
export function invalidRequests(contract: Contract, operation: Operation, base: RequestParts): CasedRequest[] {
  return [
    ...invalidParameters(contract, operation, base),
    ...withoutHeaders(contract, operation, base),
    ...invalidBodies(contract, operation, base),
    ...brokenBodies(contract, operation, base),
  ];
}

/**
 * Requests just within each bound of `operation`. Bounds of different body fields are combined, so that expensive
 * operations are called rarely.
 */
export function boundaryRequests(contract: Contract, operation: Operation, base: RequestParts): CasedRequest[] {
  const parameters = queryParameters(operation).flatMap((parameter) =>
    boundaryCases(contract.document, parameter.schema!, parameter.example)
      .filter(({ value, at }) => isScalar(value) && !at.some((step) => typeof step === 'string'))
      .map((one) => ({
        parts: { ...base, query: { ...base.query, [parameter.name]: one.value } },
        case: { kind: 'valid' as const, constraint: toConstraint('query', { ...one, at: [parameter.name] }) },
      })),
  );
  const json = jsonOf(base);
  const schema = jsonSchemaOf(operation);
  if (!schema || json === undefined) return parameters;
  const bodies = combine(boundaryCases(contract.document, schema, json)).flatMap((round) => {
    const together = merge(base, round);
    return isSendable(together.parts) ? [together] : round.map((one) => merge(base, [one]));
  });
  return [...parameters, ...bodies];
}

/** The body of `base` with an undeclared field, which servers ignore. */
export function withUnknownFields(base: RequestParts, fields: Record<string, unknown>): CasedRequest {
  const json = jsonOf(base);
  return {
    parts: { ...base, body: { json: { ...(isObject(json) ? json : {}), ...fields } } },
    case: {
      kind: 'valid',
      constraint: {
        keyword: 'additionalProperties',
        at: ['body', ...Object.keys(fields).slice(0, 1)],
        text: `has the unknown field ${Object.keys(fields).join(', ')}`,
        provenance: 'assumed',
      },
    },
  };
}

/** JSON Pointer to the schema of the operation's JSON body. HTTP clients send none with GET and HEAD. */
export function jsonSchemaOf(operation: Operation): string | undefined {
  if (/^(GET|HEAD)$/.test(operation.method)) return undefined;
  return Object.entries(operation.requestBody?.content ?? {}).find(([type]) => isJsonType(type))?.[1].schema;
}

function invalidParameters(contract: Contract, operation: Operation, base: RequestParts): CasedRequest[] {
  return queryParameters(operation).flatMap((parameter) => {
    const { schema } = schemaAt(contract.document, parameter.schema!);
    const types = isObject(schema) ? [schema.type].flat() : [];
    const numeric = types.includes('integer') || types.includes('number');
    const cases = invalidCases(contract.document, parameter.schema!, parameter.example).filter(
      ({ keyword, value, at }) =>
        keyword === 'type'
          ? numeric && (value === 'text' || value === 1.5)
          : isScalar(value) && !at.some((step) => typeof step === 'string'),
    );
    const requests = cases.map((one) => ({
      parts: { ...base, query: { ...base.query, [parameter.name]: one.value } },
      case: {
        kind: 'invalid' as const,
        status: refusalOf(contract),
        constraint: toConstraint('query', { ...one, at: [parameter.name] }),
      },
    }));
    return parameter.required ? [...requests, withoutParameter(contract, parameter, base)] : requests;
  });
}

/** A value that a query contains unchanged. A field of an object cannot replace the object. */
function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

function withoutParameter(contract: Contract, parameter: Parameter, base: RequestParts): CasedRequest {
  const place = parameter.in === 'header' ? 'headers' : 'query';
  const { [parameter.name]: _, ...others } = base[place] ?? {};
  return {
    parts: { ...base, [place]: others },
    case: {
      kind: 'invalid',
      status: refusalOf(contract),
      constraint: {
        keyword: 'required',
        at: [parameter.in, parameter.name],
        text: 'is missing',
        provenance: 'documented',
      },
    },
  };
}

/**
 * Headers that are not omitted: those that a document describes elsewhere, whatever its parameters say (OAS 3.1,
 * section 4.8.12.2), and those that an HTTP client always sends.
 */
const alwaysSent = /^(accept(-encoding|-language)?|content-(type|length)|authorization|host|connection|user-agent)$/i;

function withoutHeaders(contract: Contract, operation: Operation, base: RequestParts): CasedRequest[] {
  return operation.parameters
    .filter((parameter) => {
      const { in: place, name, required } = parameter;
      return place === 'header' && required && !alwaysSent.test(name) && !isCredential(operation, parameter);
    })
    .map((parameter) => withoutParameter(contract, parameter, base));
}

/** An optional body leaves open whether `null` means no body. */
function invalidBodies(contract: Contract, operation: Operation, base: RequestParts): CasedRequest[] {
  const schema = jsonSchemaOf(operation);
  const json = jsonOf(base);
  if (!schema || json === undefined) return [];
  return invalidCases(contract.document, schema, json)
    .filter(({ at, value }) => at.length > 0 || value !== null || operation.requestBody?.required)
    .map((one) => ({
      parts: { ...base, body: { json: replaceAt(json, one.at, one.value) } },
      case: { kind: 'invalid', status: refusalOf(contract), constraint: toConstraint('body', one) },
    }));
}

/** Bodies that are invalid regardless of their schema (CONTRACT-FACTS, "Read precisely"). */
function brokenBodies(contract: Contract, operation: Operation, base: RequestParts): CasedRequest[] {
  if (!jsonSchemaOf(operation)) return [];
  const text = JSON.stringify(jsonOf(base) ?? {});
  const refuse = (keyword: string, what: string, parts: RequestParts, assumed: boolean): CasedRequest => ({
    parts,
    case: {
      kind: 'invalid',
      status: refusalOf(contract),
      constraint: { keyword, at: ['body'], text: what, provenance: assumed ? 'assumed' : 'documented' },
    },
  });
  // The operation does not matter: one parser reads all bodies.
  const place = contract.operations.indexOf(operation) % 2;
  const texts = [text.slice(0, -1), "{'a': 1}", `${text}}`, 'not json'].filter((_, index) => index % 2 === place);
  const malformed = texts.map((broken) =>
    refuse('json', 'is not JSON', { ...base, body: { text: broken, contentType: 'application/json' } }, true),
  );
  const { body: _, ...bodyless } = base;
  return operation.requestBody?.required ? [...malformed, refuse('body', 'is missing', bodyless, false)] : malformed;
}

/** Combines cases of different fields, the first with the first and so on. */
function combine(cases: SchemaCase[]): SchemaCase[][] {
  const byField = new Map<string, SchemaCase[]>();
  for (const one of cases) {
    const field = one.at.join('/');
    byField.set(field, [...(byField.get(field) ?? []), one]);
  }
  const columns = [...byField.values()];
  const rounds = Math.max(0, ...columns.map((column) => column.length));
  return Array.from({ length: rounds }, (_, round) => columns.flatMap((column) => column.slice(round, round + 1)));
}

function merge(base: RequestParts, round: SchemaCase[]): CasedRequest {
  const json = round.reduce((body, { at, value }) => replaceAt(body, at, value), jsonOf(base));
  const [first] = round;
  return {
    parts: { ...base, body: { json } },
    case: {
      kind: 'valid',
      constraint: {
        keyword: round.map(({ keyword }) => keyword).join(', '),
        at: ['body', ...(round.length === 1 && first ? first.at : [])],
        text: round.map(({ at, text }) => `${round.length === 1 ? '' : `${at.join('.')} `}${text}`).join(', '),
        provenance: first?.provenance ?? 'documented',
      },
    },
  };
}

function replaceAt(value: unknown, at: (string | number)[], replacement: unknown): unknown {
  const [step, ...rest] = at;
  if (step === undefined) return replacement;
  if (Array.isArray(value)) {
    const copy = [...value];
    copy[Number(step)] = replaceAt(copy[Number(step)], rest, replacement);
    return copy;
  }
  const { [step]: old, ...others } = isObject(value) ? value : {};
  if (rest.length === 0 && replacement === absent) return others;
  return { ...(isObject(value) ? value : {}), [step]: replaceAt(old, rest, replacement) };
}

function toConstraint(place: string, { at, keyword, text, provenance }: SchemaCase): Constraint {
  return { keyword, at: [place, ...at], text, provenance };
}

function queryParameters(operation: Operation): Parameter[] {
  return operation.parameters.filter(
    (parameter) => parameter.in === 'query' && parameter.schema && !isCredential(operation, parameter),
  );
}

/** True for a parameter that is an API key of the operation: it is tested as a credential. */
function isCredential({ security }: Operation, { in: place, name }: Parameter): boolean {
  const known = name.toLowerCase();
  return security.flat().some((scheme) => scheme.in === place && scheme.name?.toLowerCase() === known);
}

function jsonOf(base: RequestParts): unknown {
  return base.body && 'json' in base.body ? base.body.json : undefined;
}
