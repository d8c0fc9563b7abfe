import type { Contract, Operation } from '../../src/openapi/contract.ts';
import { hasProperty } from '../../src/openapi/has-property.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { isObject } from '../../src/shared/json.ts';

/** A resource that one operation creates and others address, found by the name of their path parameter. */
export interface Resource {
  /** The path parameter: `session_id`. */
  parameter: string;
  /** The field of the created resource with its value: of the same name, or `id`. */
  field: string;
  create: Operation;
  delete?: Operation;
}

/**
 * Finds the resources of a contract: each path parameter that can be filled from a field in the response of a POST to
 * the collection. That is the field with the parameter's name, or `id` if the name ends in `id`.
 */
export function findResources({ operations, document }: Contract): Resource[] {
  const creations = operations.filter(
    ({ method, path, stream }) => method === 'POST' && !path.includes('{') && !stream,
  );
  return creations.flatMap((create) => {
    for (const { path } of operations) {
      if (!path.startsWith(`${create.path}/`)) continue;
      const parameter = /^\{([^}]+)\}$/.exec(path.slice(create.path.length + 1).split('/')[0] ?? '')?.[1];
      const fields = parameter === undefined ? [] : [parameter, ...(/id$/i.test(parameter) ? ['id'] : [])];
      const field = fields.find((one) => returnsField(document, create, one));
      if (parameter === undefined || field === undefined) continue;
      const remove = operations.find(
        (operation) => operation.method === 'DELETE' && operation.path === `${create.path}/{${parameter}}`,
      );
      return [{ parameter, field, create, ...(remove ? { delete: remove } : {}) }];
    }
    return [];
  });
}

/** The id of the resource in a response. */
export function idOf({ field }: Resource, json: unknown): string | undefined {
  const id = isObject(json) ? json[field] : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** True if an operation addresses one resource of this kind. */
export function concerns({ create, parameter }: Resource, { path }: Operation): boolean {
  return path === `${create.path}/{${parameter}}` || path.startsWith(`${create.path}/{${parameter}}/`);
}

function returnsField(document: OpenApiDocument, operation: Operation, field: string): boolean {
  return Object.values(operation.responses).some(({ status, content }) => {
    const pointer = content['application/json']?.schema;
    return status.startsWith('2') && pointer !== undefined && hasProperty(document, pointer, field);
  });
}
