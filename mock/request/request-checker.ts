import type { Operation, Parameter } from '../../src/openapi/contract.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import type { Incoming } from '../http/exchange.ts';
import { type RequestBodyReading, readRequestBody } from '../http/request-body.ts';
import type { Target } from '../http/target.ts';
import { type ParameterSource, readParameter } from './read-parameter.ts';
import { missing, type RequestProblem, toProblem } from './request-problem.ts';
import { emptyShape, type ValueShape } from './value-shape.ts';

/** A request, parsed and validated. */
export interface CheckedRequest {
  /** The documented query parameters that were sent, with the types of their schemas. */
  query: Record<string, unknown>;
  body: unknown;
  problems: RequestProblem[];
  /** Deprecated parameters that were sent. */
  deprecated: readonly Parameter[];
}

/** @param path with delimiters still percent-encoded */
export type RequestChecker = (
  operation: Operation,
  incoming: Incoming,
  path: Record<string, string>,
  target: Target,
  body: Uint8Array,
) => CheckedRequest | Promise<CheckedRequest>;

/** Validates requests against the contract, as JSON Schema 2020-12. */
export function createRequestChecker(
  shapeAt: (schema: string) => ValueShape,
  validate: SchemaValidator,
): RequestChecker {
  const judge = (parameter: Parameter, source: JudgedSource) => {
    const { schema, in: place, name } = parameter;
    const values = readParameter(parameter, schema === undefined ? anything : shapeAt(schema), source);
    if (values.length > 0 && parameter.deprecated) source.deprecated.push(parameter);
    if (values.length === 0) {
      const sent = parameter.allowEmptyValue === true && source.target.query.has(name);
      return { value: undefined, problems: parameter.required && !sent ? [missing(place, [place, name])] : [] };
    }
    if (!schema) return { value: values[0], problems: [] };
    let first: RequestProblem[] | undefined;
    for (const value of values) {
      const problems = validate(schema, value).map((violation) => toProblem(place, name, violation));
      if (problems.length === 0) return { value, problems };
      first ??= problems;
    }
    return { value: values[0], problems: first! };
  };
  const judgeBody = ({ value, media, problems }: RequestBodyReading): RequestProblem[] => {
    if (!media?.schema || problems.length > 0) return problems;
    return validate(media.schema, value).map((violation) => toProblem('body', undefined, violation));
  };

  return (operation, incoming, path, target, bytes) => {
    const problems: RequestProblem[] = [];
    const query: Record<string, unknown> = {};
    const source: JudgedSource = { path, target, incoming, declared: declaredIn(operation), deprecated: [] };
    for (const parameter of operation.parameters) {
      if (isIgnored(parameter)) continue;
      const reading = judge(parameter, source);
      problems.push(...reading.problems);
      if (parameter.in === 'query' && reading.value !== undefined) query[parameter.name] = reading.value;
    }
    const finish = (body: RequestBodyReading) => ({
      query,
      body: body.value,
      problems: [...problems, ...judgeBody(body)],
      deprecated: source.deprecated,
    });
    const body = readRequestBody(operation, incoming, bytes, shapeAt);
    return body instanceof Promise ? body.then(finish) : finish(body);
  };
}

interface JudgedSource extends ParameterSource {
  deprecated: Parameter[];
}

const anything = emptyShape();

const declared = new WeakMap<Operation, ReadonlySet<string>>();

function declaredIn(operation: Operation): ReadonlySet<string> {
  let names = declared.get(operation);
  if (!names) {
    names = new Set(operation.parameters.filter((one) => one.in === 'query').map(({ name }) => name));
    declared.set(operation, names);
  }
  return names;
}

/** Header parameters that must be ignored (OAS 3.1, section 4.8.12.2.1). */
function isIgnored({ in: place, name }: Parameter): boolean {
  return place === 'header' && /^(accept|authorization|content-type)$/i.test(name);
}
