import { isObject } from '../../shared/json.ts';
import type { Operation, SecurityScheme } from '../contract.ts';
import { toPointer } from '../json-pointer.ts';
import type { OpenApiDocument } from '../openapi-document.ts';
import type { Paging } from '../operation-descriptor.ts';
import type { PathOperation } from '../path-item.ts';
import { asObject, asString, follow, type Node } from './follow.ts';
import { readContent } from './read-content.ts';
import { readParameters } from './read-parameters.ts';
import { readResponses } from './read-responses.ts';
import { readStream } from './read-stream.ts';

/** Reads the operation `value` of the path `path`, whose path item is `item`. */
export function readOperation(
  document: OpenApiDocument,
  path: string,
  { method, steps, value }: PathOperation,
  item: Node,
): Operation {
  const pointer = item.pointer + toPointer(steps).slice(1);
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
    parameters: readParameters(document, item, { pointer, value }),
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
