import { type Contract, type Operation, responseFor } from '../../src/openapi/contract.ts';
import { escapeDataReferences } from '../../src/openapi/data-references.ts';
import { excerpt } from '../../src/shared/excerpt.ts';
import type { RequestContext } from '../faults/fault.ts';
import type { Reply } from '../http/exchange.ts';
import { errorReply } from '../http/replies.ts';
import { partOfDocument } from './part-of-document.ts';
import { asksForExample, type Preference } from './preference.ts';

/** Answers an operation from the contract's examples and schemas, as `Prefer` asks. */
export type ExampleAnswerer = (request: RequestContext, preference: Preference, mediaType?: string) => Promise<Reply>;

/**
 * Prism in this process. It is loaded with the first request that needs it, because that takes a second.
 *
 * Only requests that were judged valid get here, and neither their headers nor their real path: Prism ends the process
 * on some of those. Whatever it throws becomes an answer.
 */
export function createExampleAnswerer(contract: Contract): ExampleAnswerer {
  let loading: ReturnType<typeof loadPrism> | undefined;
  return async ({ operation }, preference, mediaType) => {
    const refused = refuseExample(operation, preference);
    if (refused) return refused;
    loading ??= loadPrism(contract);
    try {
      const request = await loading;
      return toReply(await request(operation, negotiationOf(operation, preference), mediaType), preference);
    } catch (error) {
      return errorReply(500, `No example of ${operation.id} could be made: ${messageOf(error)}`);
    }
  };
}

/** Prism answers a name that is not there with 500 where a status is asked for too, and never says which there are. */
function refuseExample(operation: Operation, { code, example }: Preference): Reply | undefined {
  if (example === undefined) return undefined;
  const asked = code === undefined ? Object.values(operation.responses) : [responseFor(operation, code)];
  const media = asked.flatMap((response) => Object.values(response?.content ?? {}));
  const names = new Set(media.flatMap(({ examples }) => Object.keys(examples)));
  if (names.has(example)) return undefined;
  const where = code === undefined ? operation.id : `${operation.id} with ${code}`;
  const known = names.size > 0 ? `there are ${[...names].join(', ')}` : 'there is none';
  return errorReply(404, `There is no example ${excerpt(example, 60)} of ${where}; ${known}.`);
}

interface Negotiation {
  dynamic: boolean;
  code?: number;
  exampleKey?: string;
}

type Outcome =
  | { _tag: 'Right'; right: { output: { statusCode: number; headers?: Record<string, string>; body?: unknown } } }
  | { _tag: 'Left'; left: Error & { status?: number; detail?: string } };

async function loadPrism(contract: Contract) {
  const { createInstance, getHttpOperationsFromSpec } = await import('@stoplight/prism-http');
  const config = {
    isProxy: false as const,
    checkSecurity: false,
    validateRequest: false,
    validateResponse: false,
    errors: false,
    upstreamProxy: undefined,
  };
  const prism = createInstance({ ...config, mock: { dynamic: false } }, { logger: silentLogger() });
  // A path at a time: of a document of a thousand operations the first answer takes a tenth of a second, and not ten.
  const read = new Map<string, ReturnType<typeof getHttpOperationsFromSpec>>();
  const readPath = (path: string) => {
    // A copy, because Prism puts what references lead to in their place; the document is the caller's.
    const operations =
      read.get(path) ??
      getHttpOperationsFromSpec(escapeDataReferences(structuredClone(partOfDocument(contract.document, path))));
    read.set(path, operations);
    return operations;
  };
  return async (operation: Operation, mock: Negotiation, mediaType?: string): Promise<Outcome> => {
    const operations = await readPath(operation.path);
    const headers: Record<string, string> = mediaType === undefined ? {} : { accept: mediaType };
    const method = operation.method.toLowerCase() as 'get';
    const path = operation.path.replace(/\{[^}]+\}/g, 'x');
    const only = operations.filter((candidate) => candidate.method === method && candidate.path === operation.path);
    return prism.request({ method, url: { path }, headers }, only, { ...config, mock })() as Promise<Outcome>;
  };
}

/** A made-up stream would be one made-up word; its example is served in its place. */
function negotiationOf(operation: Operation, { code, example, dynamic }: Preference): Negotiation {
  const stream = operation.stream !== undefined && (code === undefined || String(code) === operation.stream.status);
  return {
    dynamic: dynamic === true && !stream,
    ...(code === undefined ? {} : { code }),
    ...(example === undefined ? {} : { exampleKey: example }),
  };
}

function toReply(outcome: Outcome, preference: Preference): Reply {
  if (outcome._tag === 'Left') {
    const { status, detail, message } = outcome.left;
    const asked = asksForExample(preference);
    return errorReply(status && status >= 400 && status < 500 && asked ? status : 500, detail ?? message);
  }
  const { statusCode: status, headers: sent = {}, body } = outcome.right.output;
  const headers = Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), String(value)]));
  if (body === undefined) {
    delete headers['content-type'];
    return { status, headers };
  }
  const isJson = /\bjson\b/i.test(headers['content-type'] ?? '');
  return typeof body === 'string' && !isJson ? { status, headers, text: body } : { status, headers, body };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Prism writes a line for each step; none is wanted. */
function silentLogger() {
  const silent = () => {};
  const names = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'success', 'start', 'note'] as const;
  const logger = Object.fromEntries(names.map((name) => [name, silent]));
  return Object.assign(logger, { child: () => logger }) as never;
}
