import { type Contract, type Operation, operationById } from '../../openapi/contract.ts';
import { header } from '../generated-file.ts';
import type { DescribedOperation } from './describe-operations.ts';
import { hasRequired, type MethodParameter, optionsType, pathParameters } from './method-parameters.ts';
import { createSchemaNamer, type SchemaNamer } from './schema-namer.ts';

/**
 * `client.ts`: the methods of the client as an interface, one for each operation. `client/` makes them, from the same
 * descriptors.
 *
 * A method takes the parameters of the path one by one, then the body where there is one, then the query where the
 * operation lists something page by page, then the options: whatever query and headers are left, and a signal.
 */
export function emitClient(contract: Contract, descriptors: Record<string, DescribedOperation>): string {
  const namer = createSchemaNamer(contract);
  const methods = Object.entries(descriptors).map(([id, descriptor]) =>
    emitMethod(contract, operationById(contract, id), descriptor, namer),
  );
  const helpers = ['Query', 'Header']
    .filter((name) => methods.some((method) => method.includes(`${name}<"`)))
    .map(
      (name) =>
        `type ${name}<Id extends keyof operations> = NonNullable<operations[Id]["parameters"]["${name.toLowerCase()}"]>;\n`,
    );
  return `${header}import type { ApiClient } from '../src/client/runtime/api-client.ts';
import type { ${['operations', 'paths', ...namer.used()].join(', ')} } from './types.ts';

${helpers.join('')}
/** A client with a method for each operation. A call that fails rejects with a ChatError. */
export interface ChatClient extends ApiClient<paths> {
${methods.join('\n')}}
`;
}

function emitMethod(
  contract: Contract,
  operation: Operation,
  descriptor: DescribedOperation,
  namer: SchemaNamer,
): string {
  const { id, method, path, summary } = operation;
  const result = resultType(operation, descriptor, namer);
  const start = [...pathParameters(contract, operation, descriptor), ...bodyParameter(operation, namer)];
  const options = optionsType(operation, descriptor);
  const title = summary && `${summary.replace(/\.$/, '')}. `;
  const comment = `  /** ${`${title}\`${method} ${path}\``.replaceAll('*/', '*\\/')} */\n`;
  if (!descriptor.paging) {
    const promise = descriptor.stream ? result : `Promise<${result}>`;
    return `${comment}  ${id}(${list([...start, options])}): ${promise};\n`;
  }
  const { token, items } = descriptor.paging;
  const withQuery = (type: string) =>
    list([...start, { name: 'query', type, required: hasRequired(operation, 'query') }, options]);
  return `${comment}  ${id}: {
    (${withQuery(`Query<"${id}">`)}): Promise<${result}>;
    /** Every item of every page; a page is asked for when the one before is used up. */
    all(${withQuery(`Omit<Query<"${id}">, "${token}">`)}): AsyncIterable<${result}["${items}"][number]>;
  };
`;
}

/** TypeScript lets no required parameter follow an optional one: an optional one before it takes `undefined`. */
function list(parameters: MethodParameter[]): string {
  const lastRequired = parameters.findLastIndex(({ required }) => required);
  return parameters
    .map(({ name, type, required }, index) => {
      if (required) return `${name}: ${type}`;
      return index < lastRequired ? `${name}: ${type} | undefined` : `${name}?: ${type}`;
    })
    .join(', ');
}

function bodyParameter({ id, requestBody }: Operation, namer: SchemaNamer): MethodParameter[] {
  if (!requestBody) return [];
  const type =
    namer.nameOf(requestBody.content['application/json']?.schema) ??
    `NonNullable<operations["${id}"]["requestBody"]>["content"]["application/json"]`;
  return [{ name: 'body', type, required: requestBody.required }];
}

function resultType({ id, responses, stream }: Operation, descriptor: DescribedOperation, namer: SchemaNamer): string {
  const content = responses[descriptor.status]?.content ?? {};
  if (Object.keys(content).length === 0) return 'void';
  const typeOf = (mediaType: string) =>
    `operations["${id}"]["responses"][${descriptor.status}]["content"]["${mediaType}"]`;
  if (!descriptor.stream || !stream) {
    return namer.nameOf(content['application/json']?.schema) ?? typeOf('application/json');
  }
  const event = namer.nameOf(stream.event);
  return event ? `AsyncIterable<${event}>` : typeOf(stream.mediaType);
}
