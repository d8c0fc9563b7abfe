import { type Contract, type OpenApiDocument, type Operation, schemaAt } from '../../lib/contract.ts';
import { isObject } from '../../lib/json.ts';

/** Something that one operation creates and that others are about, found by the name of their path parameter. */
export interface Resource {
  /** The path parameter, and the field of the created resource that it is filled from: `session_id`. */
  parameter: string;
  create: Operation;
  delete?: Operation;
}

/**
 * Finds what a contract's operations are about: the path parameter whose name is a field of what a POST answers with.
 * Nothing where the contract has no such pair.
 */
export function findResource(contract: Contract): Resource | undefined {
  for (const create of contract.operations) {
    if (create.method !== 'POST' || create.path.includes('{') || create.stream) continue;
    for (const { path } of contract.operations) {
      const parameter = /^\{([^}]+)\}$/.exec(path.slice(create.path.length + 1).split('/')[0] ?? '')?.[1];
      if (!path.startsWith(`${create.path}/`) || !parameter || !answersWith(contract.document, create, parameter))
        continue;
      const remove = contract.operations.find(
        (operation) => operation.method === 'DELETE' && operation.path === `${create.path}/{${parameter}}`,
      );
      return { parameter, create, ...(remove ? { delete: remove } : {}) };
    }
  }
  return undefined;
}

function answersWith(document: OpenApiDocument, operation: Operation, field: string): boolean {
  return Object.values(operation.responses).some(({ status, content }) => {
    const pointer = content['application/json']?.schema;
    return status.startsWith('2') && pointer !== undefined && hasField(document, pointer, field);
  });
}

function hasField(document: OpenApiDocument, pointer: string, field: string): boolean {
  const { schema, pointer: here } = schemaAt(document, pointer);
  if (!isObject(schema)) return false;
  if (isObject(schema.properties) && field in schema.properties) return true;
  const parts = Array.isArray(schema.allOf) ? schema.allOf : [];
  return parts.some((_, index) => hasField(document, `${here}/allOf/${index}`, field));
}
