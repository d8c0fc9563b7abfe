import { type Contract, type Operation, schemaAt } from '../../openapi/contract.ts';
import { isObject } from '../../shared/json.ts';
import type { DescribedOperation } from './describe-operations.ts';

/** One parameter of a method of the client. */
export interface MethodParameter {
  name: string;
  /** As TypeScript text. */
  type: string;
  required: boolean;
}

/** One for each parameter of the path, in the order of the template; `session_id` becomes `sessionId`. */
export function pathParameters(
  { document }: Contract,
  operation: Operation,
  descriptor: DescribedOperation,
): MethodParameter[] {
  return (descriptor.parameters.path ?? []).map((name) => {
    const pointer = operation.parameters.find((one) => one.in === 'path' && one.name === name)?.schema;
    const schema = pointer === undefined ? undefined : schemaAt(document, pointer).schema;
    const type = isObject(schema) && schema.type === 'string' ? 'string' : 'string | number';
    return { name: name.replace(/[^A-Za-z0-9]+(.)?/g, (_, next = '') => next.toUpperCase()), type, required: true };
  });
}

/** The last parameter: the query (of a list, it stands before), the headers, and a signal. */
export function optionsType(operation: Operation, { parameters, paging }: DescribedOperation): MethodParameter {
  const fields: string[] = [];
  let required = false;
  const add = (place: 'query' | 'header', helper: string) => {
    const needed = hasRequired(operation, place);
    required ||= needed;
    const type = `${helper}<"${operation.id}">`;
    fields.push(needed ? `${place}: ${type}` : `${place}?: ${type} | undefined`);
  };
  if (parameters.query && !paging) add('query', 'Query');
  if (parameters.header) add('header', 'Header');
  return { name: 'options', type: `{ ${[...fields, 'signal?: AbortSignal | undefined'].join('; ')} }`, required };
}

/** True where an operation cannot be called without a query, or without a header. */
export function hasRequired({ parameters }: Operation, place: 'query' | 'header'): boolean {
  return parameters.some((parameter) => parameter.in === place && parameter.required);
}
