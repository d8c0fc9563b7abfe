import type { Contract, StreamContract } from '../../openapi/contract.ts';
import type { DescribedOperation } from './describe-operations.ts';
import { mediaKind } from './media-types.ts';
import {
  bodyParameter,
  hasRequired,
  type MethodParameter,
  type OptionPlace,
  optionsParameter,
  pathParameters,
} from './method-parameters.ts';
import { createSchemaNamer, type SchemaNamer } from './schema-namer.ts';

/**
 * The methods of a client as the text of interface members, and their helper types.
 *
 * A method accepts the path parameters one by one, then the body if there is one, then the query if the operation is
 * paged, then the options: the other parameters and a signal.
 */
export function emitMethods(
  contract: Contract,
  operations: readonly DescribedOperation[],
  places: readonly OptionPlace[],
): { methods: string; helpers: string } {
  const nameOf = createSchemaNamer(contract);
  const methods = operations.map((operation) => emitMethod(contract, operation, places, nameOf)).join('\n');
  const helpers = places
    .map((place) => [place, `${place.charAt(0).toUpperCase()}${place.slice(1)}`])
    .filter(([, name]) => methods.includes(`${name}<"`))
    .map(
      ([place, name]) =>
        `type ${name}<Id extends keyof api.operations> = NonNullable<api.operations[Id]["parameters"]["${place}"]>;\n`,
    );
  return { methods, helpers: helpers.join('') };
}

function emitMethod(
  contract: Contract,
  described: DescribedOperation,
  places: readonly OptionPlace[],
  nameOf: SchemaNamer,
): string {
  const { operation, descriptor } = described;
  const { id, method, path, summary } = operation;
  const start = [...pathParameters(contract, described), ...bodyParameter(described, nameOf)];
  const options = optionsParameter(described, places);
  const withQuery = (type: string): MethodParameter[] =>
    descriptor.paging
      ? [...start, { name: 'query', type, required: hasRequired(operation, 'query') }, options]
      : [...start, options];
  const parameters = list(withQuery(`Query<"${id}">`));
  const result = resultType(described, nameOf);
  const comment = `  /** ${toComment(`${summary && `${summary.replace(/\.$/, '')}. `}\`${method} ${path}\``)} */\n`;
  const { stream, paging } = descriptor;
  if (stream && stream.flag === undefined)
    return `${comment}  ${id}(${parameters}): ${streamType(described, nameOf)};\n`;
  if (!stream && !paging) return `${comment}  ${id}(${parameters}): Promise<${result}>;\n`;
  const members = [`    (${parameters}): Promise<${result}>;\n`];
  if (stream) {
    members.push(
      `    /** The same as an event stream. */\n    stream(${parameters}): ${streamType(described, nameOf)};\n`,
    );
  }
  if (paging) {
    const all = list(withQuery(`Omit<Query<"${id}">, "${paging.token}">`));
    members.push(
      `    /** Every item of every page; a page is requested when the previous one is used up. */\n    all(${all}): AsyncIterable<${result}["${paging.items}"][number]>;\n`,
    );
  }
  return `${comment}  ${id}: {\n${members.join('')}  };\n`;
}

/** In TypeScript, no required parameter may follow an optional one: an optional one before it accepts `undefined`. */
function list(parameters: MethodParameter[]): string {
  const lastRequired = parameters.findLastIndex(({ required }) => required);
  return parameters
    .map(({ name, type, required }, index) => {
      if (required) return `${name}: ${type}`;
      return index < lastRequired ? `${name}: ${type} | undefined` : `${name}?: ${type}`;
    })
    .join(', ');
}

function resultType({ operation, descriptor, successes }: DescribedOperation, nameOf: SchemaNamer): string {
  const types = successes.map(({ status, mediaType }) => {
    if (mediaType === undefined) return 'void';
    if (descriptor.response) return descriptor.response === 'text' ? 'string' : 'Blob';
    if (mediaKind(mediaType) !== 'json') return 'unknown';
    const name = nameOf(operation.responses[status]?.content[mediaType]?.schema);
    return name ? `api.${name}` : contentType(operation.id, status, mediaType);
  });
  const distinct = [...new Set(types)];
  if (distinct.length > 1) return distinct.map((type) => (type === 'void' ? 'undefined' : type)).join(' | ');
  return distinct[0] ?? 'unknown';
}

function streamType({ operation, descriptor, stream }: DescribedOperation, nameOf: SchemaNamer): string {
  if (descriptor.stream?.data === 'text' || !stream) return 'AsyncIterable<string>';
  const isTyped = operation.stream?.status === stream.status && operation.stream.mediaType === stream.mediaType;
  const name = isTyped ? nameOf(operation.stream?.event) : undefined;
  const content = contentType(operation.id, stream.status, stream.mediaType);
  if (isTyped && operation.stream && descriptor.stream?.type === 'event') {
    const any = name ? `api.${name}` : `(${content} extends AsyncIterable<infer Event> ? Event : never)`;
    return `AsyncIterable<${namedEvents(operation.stream, any, nameOf)}>`;
  }
  if (name) return `AsyncIterable<api.${name}>`;
  // types.ts represents a stream with described events as an AsyncIterable.
  return isTyped ? content : `AsyncIterable<${content}>`;
}

/** Events typed by their name: a union discriminated by the name, plus any name if the document does not list all. */
function namedEvents({ types, patterns, protocol }: StreamContract, any: string, nameOf: SchemaNamer): string {
  const known = Object.entries(types).map(([type, pointer]) => {
    const name = nameOf(pointer);
    return `{ event: ${JSON.stringify(type)}; data: ${name ? `api.${name}` : any} }`;
  });
  const isOpen = known.length === 0 || patterns.length > 0 || protocol?.types === 'open';
  return [...known, ...(isOpen ? [`{ event: string; data: ${any} }`] : [])].join(' | ');
}

function contentType(id: string, status: string, mediaType: string): string {
  const key = /^[1-9]\d*$/.test(status) ? status : JSON.stringify(status);
  return `api.operations[${JSON.stringify(id)}]["responses"][${key}]["content"][${JSON.stringify(mediaType)}]`;
}

function toComment(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('*/', '*\\/');
}
