import type { Contract, MediaType, Operation, Parameter } from '../../openapi/contract.ts';
import type { OperationDescriptor } from '../../openapi/operation-descriptor.ts';
import { UsageError } from '../../shared/usage-error.ts';
import { endTypeOf } from '../../sse/stream-protocol.ts';

/** What the types of a client are made from, beside what the client itself needs to know. */
export interface DescribedOperation extends OperationDescriptor {
  /** Parameter names by place; those of the path in the order of the template. */
  readonly parameters: Partial<Record<Parameter['in'], readonly string[]>>;
  /** The status of success. */
  readonly status: number;
}

/**
 * Each operation, by id and in the order of the document.
 *
 * @throws {UsageError} where an operation has no id that can name a method, or asks for what the client does not speak
 */
export function describeOperations(contract: Contract): Record<string, DescribedOperation> {
  const descriptors: Record<string, DescribedOperation> = {};
  for (const operation of contract.operations) {
    if (!/^[A-Za-z_$][\w$]*$/.test(operation.id)) {
      throw new UsageError(
        `The operation ${operation.method} ${operation.path} has the operationId ${JSON.stringify(operation.id)}: give it one that can name a method, such as listSessions.`,
      );
    }
    if (Object.hasOwn(descriptors, operation.id)) {
      throw new UsageError(`Two operations have the operationId ${operation.id}: rename one of them.`);
    }
    descriptors[operation.id] = describe(operation);
  }
  return descriptors;
}

/** The status with which an operation succeeds: the lowest of its 2xx. @throws {UsageError} where it has none. */
export function successStatus(operation: Operation): string {
  const status = Object.keys(operation.responses)
    .filter((candidate) => /^2\d\d$/.test(candidate))
    .sort()[0];
  if (!status)
    throw new UsageError(`The operation ${operation.id} has no response of success: add one, such as '200'.`);
  return status;
}

function describe(operation: Operation): DescribedOperation {
  const { id, method, path, requestBody, stream, paging } = operation;
  const status = successStatus(operation);
  const streams = stream?.status === status;
  if (requestBody) requireMediaType(id, 'a request body', requestBody.content, 'application/json');
  const content = operation.responses[status]?.content ?? {};
  if (Object.keys(content).length > 0) {
    requireMediaType(id, `its ${status}`, content, streams ? stream.mediaType : 'application/json');
  }
  const end = stream?.protocol && endTypeOf(stream.protocol);
  return {
    method,
    path,
    parameters: describeParameters(operation),
    ...(requestBody ? { body: requestBody.required ? 'required' : 'optional' } : {}),
    status: Number(status),
    ...(streams ? { stream: end === undefined ? {} : { end } } : {}),
    ...(paging ? { paging: checkPaging(operation) } : {}),
  };
}

function describeParameters({ id, path, parameters }: Operation): DescribedOperation['parameters'] {
  const named = (place: Parameter['in']) => parameters.filter((one) => one.in === place).map((one) => one.name);
  const inTemplate = [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name]) => String(name));
  const undeclared = inTemplate.find((name) => !named('path').includes(name));
  if (undeclared)
    throw new UsageError(`The operation ${id} does not declare the path parameter ${undeclared}: add it.`);
  const places = { path: inTemplate, query: named('query'), header: named('header'), cookie: named('cookie') };
  return Object.fromEntries(Object.entries(places).filter(([, names]) => names.length > 0));
}

function checkPaging({ id, parameters, paging }: Operation): NonNullable<Operation['paging']> {
  const { token, next, items } = paging ?? {};
  if (!token || !next || !items) {
    throw new UsageError(`x-paging of the operation ${id} needs the names token, next and items.`);
  }
  if (!parameters.some((one) => one.in === 'query' && one.name === token)) {
    throw new UsageError(`x-paging of the operation ${id} names ${token}, which is none of its query parameters.`);
  }
  return { token, next, items };
}

function requireMediaType(id: string, owner: string, content: Record<string, MediaType>, mediaType: string): void {
  if (content[mediaType]) return;
  const found = Object.keys(content).join(', ') || 'nothing';
  throw new UsageError(
    `The operation ${id} has ${owner} as ${found}: the client speaks ${mediaType} there; document it as that.`,
  );
}
