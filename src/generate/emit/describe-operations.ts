import { type Contract, type MediaType, type Operation, type Parameter, schemaAt } from '../../openapi/contract.ts';
import { hasProperty } from '../../openapi/has-property.ts';
import type {
  OperationDescriptor,
  ParameterPlace,
  ParameterStyle,
  StreamDescriptor,
} from '../../openapi/operation-descriptor.ts';
import { namesInPath } from '../../openapi/path-item.ts';
import { isObject } from '../../shared/json.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { chooseMediaType, mediaKind } from './media-types.ts';

/** An operation from the view of a client. */
export interface DescribedOperation {
  operation: Operation;
  /** The data that the client needs at run time. */
  descriptor: OperationDescriptor;
  /** The parameter names in the path template, each once. */
  pathNames: string[];
  /** The media type of the request body. */
  bodyType?: string;
  /** The success responses; the media type is absent if there is no body. */
  successes: { status: string; mediaType?: string }[];
  /** The success response that is an event stream. */
  stream?: { status: string; mediaType: string };
}

/**
 * Each operation, by id and in document order.
 *
 * @throws {UsageError} if an id cannot name a method, or the paging does not fit its operation
 */
export function describeOperations(contract: Contract): DescribedOperation[] {
  const seen = new Set<string>();
  return contract.operations.map((operation) => {
    const { id, method, path } = operation;
    if (!/^[A-Za-z_$][\w$]*$/.test(id)) {
      throw new UsageError(
        `The operation ${method} ${path} has the operationId ${JSON.stringify(id)}. Give it one that can name a method, such as listSessions.`,
      );
    }
    if (seen.has(id)) throw new UsageError(`Two operations have the operationId ${id}. Rename one of them.`);
    seen.add(id);
    return describe(contract, operation);
  });
}

/** The success statuses of an operation: its `2XX`, else `default`. */
function successStatuses({ responses }: Operation): string[] {
  const statuses = Object.keys(responses)
    .filter((status) => /^2(\d\d|XX)$/i.test(status))
    .sort();
  return statuses.length > 0 ? statuses : responses.default ? ['default'] : [];
}

function describe(contract: Contract, operation: Operation): DescribedOperation {
  const { method, path, requestBody, paging, responses } = operation;
  const hasBody = requestBody && !/^(GET|HEAD)$/.test(method);
  const bodyType = hasBody ? chooseMediaType(Object.keys(requestBody.content)) : undefined;
  const all = successStatuses(operation).map((status) => ({
    status,
    types: Object.keys(responses[status]?.content ?? {}),
  }));
  const streams = all.flatMap(({ status, types }) =>
    types.flatMap((one) => (mediaKind(one) === 'stream' ? [{ status, mediaType: one }] : [])),
  );
  const [stream] = streams;
  const successes = all
    .map(({ status, types }) => ({ status, types, mediaType: chooseMediaType(types) }))
    .filter(({ types, mediaType }) => types.length === 0 || mediaType !== undefined)
    .map(({ status, mediaType }) => ({ status, ...(mediaType === undefined ? {} : { mediaType }) }));
  const isDual = stream !== undefined && successes.some(({ mediaType }) => mediaType !== undefined);
  const encoding = bodyType ? describeEncoding(requestBody?.content[bodyType]) : {};
  const accept = [...new Set(successes.flatMap(({ mediaType }) => mediaType ?? []))].join(', ');
  const kind = responseKind(contract, operation, successes);
  const descriptor: OperationDescriptor = {
    method,
    path: path.replace(/#.*/, '').replace(/%(?![0-9a-f]{2})/gi, '%25'),
    ...describeStyles(operation),
    ...(bodyType && requestBody ? { body: requestBody.required ? 'required' : 'optional' } : {}),
    ...(bodyType && bodyType !== 'application/json' ? { bodyType } : {}),
    ...(Object.keys(encoding).length > 0 ? { encoding } : {}),
    ...(accept && accept !== 'application/json' ? { accept } : {}),
    ...(kind === 'json' ? {} : { response: kind }),
    ...(stream ? { stream: describeStream(contract, operation, stream, isDual) } : {}),
    ...(paging ? { paging: checkPaging(operation) } : {}),
  };
  return {
    operation,
    descriptor,
    pathNames: [...new Set(namesInPath(path))],
    ...(bodyType ? { bodyType } : {}),
    successes: stream && !isDual ? [] : successes,
    ...(stream ? { stream } : {}),
  };
}

function describeStream(
  { document }: Contract,
  { stream, requestBody, responses }: Operation,
  { status, mediaType }: { status: string; mediaType: string },
  isDual: boolean,
): StreamDescriptor {
  const { end, sentinel, failure, type, selectedBy = {} } = stream?.protocol ?? {};
  const isTyped = stream !== undefined || hasEventSchema(document, responses[status]?.content[mediaType]);
  const body = requestBody?.content['application/json']?.schema;
  const selected = Object.entries(selectedBy)
    .find(([, value]) => value === true)?.[0]
    .slice(1);
  return {
    ...(end === undefined ? {} : { end }),
    ...(sentinel === undefined ? {} : { sentinel }),
    ...(failure === undefined ? {} : { failure }),
    ...(type === undefined || type === '/type' ? {} : { type }),
    ...(isDual
      ? {
          flag:
            selected ?? (body && hasProperty(document, body, 'stream', ['allOf', 'anyOf', 'oneOf']) ? 'stream' : ''),
        }
      : {}),
    ...(isTyped ? {} : { data: 'text' as const }),
  };
}

/** True if the schema of an event stream describes its events; a plain string does not. */
function hasEventSchema(document: Contract['document'], content: MediaType | undefined): boolean {
  const schema = content?.schema && schemaAt(document, content.schema).schema;
  return isObject(schema) && schema.type !== 'string' && Object.keys(schema).length > 0;
}

function responseKind(
  { document }: Contract,
  { responses }: Operation,
  successes: DescribedOperation['successes'],
): 'json' | 'text' | 'blob' {
  const kinds = successes.flatMap(({ status, mediaType }) => {
    if (mediaType === undefined) return [];
    if (mediaType !== '*/*') return [mediaKind(mediaType)];
    const pointer = responses[status]?.content[mediaType]?.schema;
    const schema = pointer && schemaAt(document, pointer).schema;
    const isString = isObject(schema) && schema.type === 'string';
    return [isString ? (schema.format === 'binary' ? 'binary' : 'text') : 'json'] as const;
  });
  if (kinds.length === 0 || kinds.includes('json')) return 'json';
  return kinds.every((kind) => kind === 'text') ? 'text' : 'blob';
}

function describeEncoding(content: MediaType | undefined): Record<string, ParameterStyle> {
  const entries = Object.entries(content?.encoding ?? {}).map(
    ([name, { contentType, style, explode, allowReserved }]) => [
      name,
      {
        ...(style === undefined ? {} : { style }),
        ...(explode === undefined ? {} : { explode }),
        ...(allowReserved ? { allowReserved } : {}),
        ...(contentType === undefined || /[,*]/.test(contentType) ? {} : { content: contentType }),
      },
    ],
  );
  return Object.fromEntries(entries.filter(([, style]) => Object.keys(style as object).length > 0));
}

/** Only what differs from OpenAPI's default. */
function describeStyles({ parameters }: Operation): Pick<OperationDescriptor, 'styles'> {
  const styles: Partial<Record<ParameterPlace, Record<string, ParameterStyle>>> = {};
  for (const parameter of parameters) {
    const style = describeStyle(parameter);
    if (Object.keys(style).length === 0) continue;
    styles[parameter.in] = { ...styles[parameter.in], [parameter.name]: style };
  }
  return Object.keys(styles).length > 0 ? { styles } : {};
}

function describeStyle({ in: place, style, explode, mediaType, allowReserved }: Parameter): ParameterStyle {
  if (mediaType) return { content: mediaType };
  const usual = place === 'query' || place === 'cookie' ? 'form' : 'simple';
  const exploded = style === 'form' || style === 'deepObject';
  return {
    ...(style === usual ? {} : { style }),
    ...(explode === exploded ? {} : { explode }),
    ...(allowReserved ? { allowReserved } : {}),
  };
}

/** @throws {UsageError} if `x-paging` does not fit its operation */
export function checkPaging({ id, parameters, paging }: Operation): NonNullable<Operation['paging']> {
  const { token, next, items } = paging ?? {};
  if (!token || !next || !items) {
    throw new UsageError(`x-paging of the operation ${id} needs the names token, next and items.`);
  }
  if (!parameters.some((one) => one.in === 'query' && one.name === token)) {
    throw new UsageError(`x-paging of the operation ${id} names ${token}, which is none of its query parameters.`);
  }
  return { token, next, items };
}
