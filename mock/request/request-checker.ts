import type { Contract, Operation, Parameter } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/schema-validator.ts';
import { readCookies } from '../http/cookies.ts';
import type { Incoming } from '../http/exchange.ts';
import { readRequestBody } from '../http/request-body.ts';
import { coerceParameter } from './coerce.ts';
import { missing, type RequestProblem, toProblem } from './request-problem.ts';

/** A request, read by its operation. */
export interface CheckedRequest {
  path: Record<string, string>;
  /** Query parameters of the contract, as the types of their schemas; those that were not sent are left out. */
  query: Record<string, unknown>;
  body: unknown;
  problems: RequestProblem[];
}

export type RequestChecker = (
  operation: Operation,
  incoming: Incoming,
  path: Record<string, string>,
  query: URLSearchParams,
  body: Uint8Array,
) => CheckedRequest;

/** Judges requests by the contract, as JSON Schema 2020-12. */
export function createRequestChecker({ document }: Contract, validate: SchemaValidator): RequestChecker {
  const readParameter = (parameter: Parameter, values: readonly string[]) => {
    const { schema, in: place, name } = parameter;
    if (values.length === 0) {
      return { value: undefined, problems: parameter.required ? [missing(place, [place, name])] : [] };
    }
    if (!schema) return { value: values.at(-1), problems: [] };
    const value = coerceParameter(document, schema, values);
    return { value, problems: validate(schema, value).map((violation) => toProblem(place, name, violation)) };
  };

  return (operation, incoming, path, query, bytes) => {
    const problems: RequestProblem[] = [];
    const values: Record<string, unknown> = {};
    const cookies = readCookies(incoming.header('cookie'));
    for (const parameter of operation.parameters) {
      const sent = sentValues(parameter, { path, query, cookies, incoming });
      const reading = readParameter(parameter, sent);
      problems.push(...reading.problems);
      if (parameter.in === 'query' && reading.value !== undefined) values[parameter.name] = reading.value;
    }
    const body = readRequestBody(operation, incoming, bytes);
    problems.push(...body.problems);
    if (body.media?.schema && body.problems.length === 0) {
      const violations = validate(body.media.schema, body.value);
      problems.push(...violations.map((violation) => toProblem('body', undefined, violation)));
    }
    return { path, query: values, body: body.value, problems };
  };
}

function sentValues(
  { in: place, name }: Parameter,
  sent: {
    path: Record<string, string>;
    query: URLSearchParams;
    cookies: Record<string, string>;
    incoming: Incoming;
  },
): string[] {
  if (place === 'query') return sent.query.getAll(name);
  const value =
    place === 'path'
      ? sent.path[name]
      : place === 'cookie'
        ? sent.cookies[name]
        : sent.incoming.header(name.toLowerCase());
  return value === undefined ? [] : [value];
}
