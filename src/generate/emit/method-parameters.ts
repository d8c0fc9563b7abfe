import { type Contract, type Operation, schemaAt } from '../../openapi/contract.ts';
import { isObject } from '../../shared/json.ts';
import type { DescribedOperation } from './describe-operations.ts';
import { mediaKind } from './media-types.ts';
import { freeName, toCamelCase } from './names.ts';
import type { SchemaNamer } from './schema-namer.ts';

/** One parameter of a method of the client. */
export interface MethodParameter {
  name: string;
  /** As TypeScript text. */
  type: string;
  required: boolean;
}

/** The parameter places that method options have fields for. */
export type OptionPlace = 'query' | 'header' | 'cookie';

/** One for each path parameter, in template order; `session_id` becomes `sessionId`. */
export function pathParameters(contract: Contract, { operation, pathNames }: DescribedOperation): MethodParameter[] {
  const taken = new Set(['body', 'query', 'options']);
  return pathNames.map((name) => ({
    name: freeName(toCamelCase(name, 'parameter'), taken),
    type: pathType(contract, operation, name),
    required: true,
  }));
}

/** The type of a method's request body. */
export function bodyParameter({ operation, bodyType }: DescribedOperation, nameOf: SchemaNamer): MethodParameter[] {
  const { id, requestBody } = operation;
  if (!requestBody || !bodyType) return [];
  const kind = mediaKind(bodyType);
  const name = nameOf(requestBody.content[bodyType]?.schema);
  const typed = name
    ? `api.${name}`
    : `NonNullable<api.operations[${JSON.stringify(id)}]["requestBody"]>["content"][${JSON.stringify(bodyType)}]`;
  const type = {
    json: typed,
    stream: 'BodyInit',
    multipart: `FormData | ${typed}`,
    form: `URLSearchParams | ${typed}`,
    text: 'string | Blob',
    binary: 'BodyInit',
  }[kind];
  return [{ name: 'body', type, required: requestBody.required }];
}

/** The last parameter: the query (a separate parameter for lists), headers, cookies, and a signal. */
export function optionsParameter(
  { operation, descriptor }: DescribedOperation,
  places: readonly OptionPlace[],
): MethodParameter {
  const fields: string[] = [];
  let required = false;
  for (const place of places) {
    if (place === 'query' && descriptor.paging) continue;
    if (!operation.parameters.some((one) => one.in === place)) continue;
    const isNeeded = hasRequired(operation, place);
    required ||= isNeeded;
    const type = `${place.charAt(0).toUpperCase()}${place.slice(1)}<${JSON.stringify(operation.id)}>`;
    fields.push(isNeeded ? `${place}: ${type}` : `${place}?: ${type} | undefined`);
  }
  return { name: 'options', type: `{ ${[...fields, 'signal?: AbortSignal | undefined'].join('; ')} }`, required };
}

/** True if an operation cannot be called without a query, a header or a cookie. */
export function hasRequired({ parameters }: Operation, place: OptionPlace): boolean {
  return parameters.some((parameter) => parameter.in === place && parameter.required);
}

function pathType({ document }: Contract, { id, parameters }: Operation, name: string): string {
  const pointer = parameters.find((one) => one.in === 'path' && one.name === name)?.schema;
  const schema = pointer === undefined ? undefined : schemaAt(document, pointer).schema;
  if (!isObject(schema)) return 'string | number';
  if (schema.enum === undefined && schema.type === 'string') return 'string';
  if (schema.enum === undefined && (schema.type === 'integer' || schema.type === 'number')) return 'string | number';
  return `api.operations[${JSON.stringify(id)}]["parameters"]["path"][${JSON.stringify(name)}]`;
}
