import { setTimeout as wait } from 'node:timers/promises';
import type { Contract, Operation } from '../../src/openapi/contract.ts';
import { escapeDataReferences } from '../../src/openapi/data-references.ts';
import { resolvePointer } from '../../src/openapi/json-pointer.ts';
import { isObject } from '../../src/shared/json.ts';
import { partOfDocument } from '../response/part-of-document.ts';
import type { DynamicContent, MakeDynamic } from '../response/responder.ts';

type Outcome =
  | { _tag: 'Right'; right: { output: { statusCode: number; body?: unknown } } }
  | { _tag: 'Left'; left: Error };

/**
 * Prism, for generated values. Loaded with the first request for one, because that takes a second.
 *
 * Prism receives only valid requests, without their headers and real path: some of those make it end the process. It
 * also does not receive recursive schemas, for which it would not return.
 */
export function createPrism({ document }: Contract): MakeDynamic {
  let loading: ReturnType<typeof loadPrism> | undefined;
  return async (operation, content) => {
    loading ??= loadPrism(document);
    const request = await loading;
    const outcome = await Promise.race([request(operation, content), wait(patience, undefined, { ref: false })]);
    return outcome?._tag === 'Right' && outcome.right.output.statusCode === content.status
      ? outcome.right.output.body
      : undefined;
  };
}

/** Timeout in milliseconds. Schemas that would block the event loop are excluded by their size. */
const patience = 2_000;

async function loadPrism(document: Contract['document']) {
  const { createInstance, getHttpOperationsFromSpec, resetJSONSchemaGenerator, JSONSchemaFaker } = await import(
    './prism-engine.ts'
  );
  const config = {
    isProxy: false as const,
    checkSecurity: false,
    validateRequest: false,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
  };
  const prism = createInstance({ ...config, mock: { dynamic: true } }, { logger: silentLogger() });
  // One content at a time, because Prism expands all references of what it reads, also of errors and request bodies.
  // For a thousand operations, the first response takes 0.1 s instead of 10 s.
  const read = new Map<string, ReturnType<typeof getHttpOperationsFromSpec>>();
  const readContent = ({ path, method }: Operation, { status, mediaType, schema }: DynamicContent) => {
    const key = `${schema} ${status} ${mediaType} ${method} ${path}`;
    const content = { [mediaType]: { schema: resolvePointer(document, schema) } };
    const item = { [method.toLowerCase()]: { responses: { [status]: { description: '', content } } } };
    // A copy, because Prism expands references in place.
    const operations =
      read.get(key) ??
      getHttpOperationsFromSpec(escapeDataReferences(structuredClone(partOfDocument(document, path, item))));
    read.set(key, operations);
    return operations;
  };
  return async (operation: Operation, content: DynamicContent): Promise<Outcome> => {
    const operations = await readContent(operation, content);
    const method = operation.method.toLowerCase() as 'get';
    const path = operation.path.replace(/\{[^}]+\}/g, 'x');
    const only = operations.filter((candidate) => candidate.method === method && candidate.path === operation.path);
    // The generator's options are global: another mock may have changed them.
    resetJSONSchemaGenerator();
    configure(JSONSchemaFaker, document['x-json-schema-faker']);
    const mock = { dynamic: true, code: content.status };
    const headers = { accept: content.mediaType };
    return prism.request({ method, url: { path }, headers }, only, { ...config, mock })() as Promise<Outcome>;
  };
}

/** Applies `x-json-schema-faker` at the root of a document, as Prism does: `min-items` or `minItems`. */
function configure(faker: { option(name: string, value: unknown): unknown }, options: unknown): void {
  for (const [name, value] of Object.entries(isObject(options) ? options : {})) {
    const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (value !== null && camel !== 'random') faker.option(camel, value);
  }
}

/** Suppresses Prism's log. */
function silentLogger() {
  const silent = () => {};
  const names = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'success', 'start', 'note'] as const;
  const logger = Object.fromEntries(names.map((name) => [name, silent]));
  return Object.assign(logger, { child: () => logger }) as never;
}
