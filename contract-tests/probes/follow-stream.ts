import type { Operation, StreamContract } from '../../src/openapi/contract.ts';
import { isJsonType } from '../../src/openapi/media-type.ts';
import { satisfies } from '../../src/sse/stream-protocol.ts';
import { plainBody } from './cases/plain-body.ts';
import type { PlainRequest } from './cases/plain-request.ts';
import type { RequestCase, RequestParts } from './cases/request-case.ts';
import type { Probe } from './probe.ts';

/** Events to read of a stream whose end is not documented. */
const readEvents = 50;

/** Minimum turns to check a protocol: values that are constant in one turn can differ in the next. */
const leastTurns = 2;

/**
 * Sends each request example of a streaming operation, and the first one again until there are two turns. Examples that
 * do not request a stream are sent unchanged.
 *
 * @returns why nothing was followed; `undefined` if something was
 */
export async function followStream(
  probe: Probe,
  operation: Operation,
  plain: PlainRequest,
): Promise<string | undefined> {
  const { run } = probe;
  const stream = operation.stream!;
  const requests = requestsOf(probe, operation, plain.parts);
  const asking = requests.filter(({ body }) => asksForStream(stream, body));
  const turns = [...asking];
  while (stream.protocol && asking.length > 0 && turns.length < leastTurns) turns.push(asking[0]!);
  const kind: RequestCase = { kind: 'valid', ...(plain.borrowed ? { borrowed: true } : {}) };
  for (const parts of requests.filter((one) => !asking.includes(one))) {
    await run.sendWithinBudget(operation, parts, { purpose: 'asks for no stream', case: kind });
  }
  for (const [index, parts] of turns.entries()) {
    const turn = await run.stream({
      operation,
      session: `stream ${index + 1} of ${operation.id}`,
      parts,
      intent: { purpose: 'follows a stream', case: kind },
      onMessage: ({ number }, goAway) => {
        if (!stream.protocol && number >= readEvents) goAway();
      },
    });
    if (turn === undefined) return index > 0 ? undefined : '--max-turns is reached.';
  }
  return turns.length > 0 ? undefined : 'No request example asks for a stream.';
}

/** A request for each valid example of a JSON body. */
function requestsOf({ making }: Probe, { requestBody }: Operation, parts: RequestParts): RequestParts[] {
  const [mediaType, media] = Object.entries(requestBody?.content ?? {}).find(([type]) => isJsonType(type)) ?? [];
  if (!requestBody || !mediaType || !media || !parts.body || !('json' in parts.body)) return [parts];
  const { schema } = media;
  const valid = Object.entries(media.examples).filter(
    ([, example]) => schema === undefined || making.validate(schema, example).length === 0,
  );
  const bodies = valid.map(([name, example]) =>
    plainBody(making, { ...requestBody, content: { [mediaType]: { ...media, examples: { [name]: example } } } }),
  );
  const requests = bodies.flatMap((body) => (typeof body === 'string' ? [] : [{ ...parts, body }]));
  return requests.length > 0 ? requests : [parts];
}

function asksForStream({ protocol }: StreamContract, body: RequestParts['body']): boolean {
  if (!protocol?.selectedBy) return true;
  return body !== undefined && 'json' in body && satisfies(body.json, protocol.selectedBy);
}
