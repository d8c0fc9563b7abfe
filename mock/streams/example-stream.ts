import type { Contract, Operation } from '../../src/openapi/contract.ts';
import { resolvePointer } from '../../src/openapi/json-pointer.ts';
import { isObject } from '../../src/shared/json.ts';
import { matchesType } from '../../src/sse/protocol/selector.ts';
import { isEnd, isFailure, nameOf, type StreamProtocol, typeReader } from '../../src/sse/stream-protocol.ts';
import { parseScenario } from '../scenarios/parse-scenario.ts';
import type { StreamContent } from '../scenarios/scenario.ts';
import type { FixtureMessage, FixtureStep } from './fixture.ts';
import { isSameJson } from './same-json.ts';

/** Default timing of streams from examples. */
const examplePace = { ttft: 200, rate: 25, jitter: 0.2, seed: 1 };

/** The documented media type of a stream. */
export interface ExampleSource {
  status: string;
  mediaType: string;
  /** JSON Pointer to the schema of one event; `undefined` if there is none. */
  event: string | undefined;
  protocol: StreamProtocol | undefined;
}

/**
 * The events of a stream without a scenario: the example that the request names, else the one with the same name as the
 * request example that was sent, else the first one. Without examples, one event is generated from the schema.
 */
export async function exampleStream(
  { document }: Contract,
  operation: Operation,
  source: ExampleSource,
  request: { body: unknown; example?: string | undefined },
): Promise<StreamContent> {
  const examples = operation.responses[source.status]?.content[source.mediaType]?.examples ?? {};
  const name = request.example ?? nameForBody(operation, request.body, examples) ?? Object.keys(examples)[0];
  const example = name === undefined ? undefined : examples[name];
  const steps = example === undefined ? await madeUp(document, source) : stepsOf(example, source.protocol);
  return { kind: 'stream', steps, lines: [], headers: {}, pace: examplePace };
}

/** A request that equals a documented example selects the response example with the same name. */
function nameForBody({ requestBody }: Operation, body: unknown, examples: Record<string, unknown>): string | undefined {
  for (const media of Object.values(requestBody?.content ?? {})) {
    for (const [name, example] of Object.entries(media.examples)) {
      if (Object.hasOwn(examples, name) && isSameJson(example, body)) return name;
    }
  }
  return undefined;
}

/** Cached by example, so that its frames are prepared once. */
const known = new WeakMap<object, readonly FixtureStep[]>();

function stepsOf(example: unknown, protocol: StreamProtocol | undefined): readonly FixtureStep[] {
  const made = typeof example === 'object' && example !== null ? known.get(example) : undefined;
  if (made) return made;
  const steps = readExample(example, protocol);
  if (typeof example === 'object' && example !== null) known.set(example, steps);
  return steps;
}

function readExample(example: unknown, protocol: StreamProtocol | undefined): FixtureStep[] {
  if (typeof example !== 'string') return frameEvents(Array.isArray(example) ? example : [example], protocol);
  if (!/^(data|event)(:|$)/m.test(example)) return [{ kind: 'message', data: example }];
  const { scenario } = parseScenario(`${example}\n\n`, { name: 'example', file: 'example' });
  const { content } = scenario.responses[0]!;
  return content.kind === 'stream' ? [...content.steps] : [];
}

/** Creates steps from event data, with the event names and the sentinel of the protocol. */
function frameEvents(events: readonly unknown[], protocol: StreamProtocol | undefined): FixtureStep[] {
  const steps = events.map((event): FixtureMessage => {
    if (typeof event === 'string' && event === protocol?.sentinel) return { kind: 'message', data: event };
    const type = isObject(event) && typeof event.type === 'string' ? event.type : undefined;
    const name = protocol && type !== undefined ? nameOf(protocol, type) : undefined;
    const isNamed = name !== undefined && protocol?.eventName !== 'none';
    return { kind: 'message', data: JSON.stringify(event), ...(isNamed ? { event: name } : {}) };
  });
  const { sentinel } = protocol ?? {};
  if (sentinel === undefined || steps.at(-1)?.data === sentinel) return steps;
  return [...steps, { kind: 'message', data: sentinel }];
}

async function madeUp(document: unknown, { event, protocol }: ExampleSource): Promise<FixtureStep[]> {
  if (event === undefined) return frameEvents([{}], protocol);
  const { sample } = await import('openapi-sampler');
  const schema = resolvePointer(document, event);
  const made = (one: unknown) => sample(one as object, { skipNonRequired: true, quiet: true }, document as object);
  const variants = isObject(schema) ? (schema.oneOf ?? schema.anyOf) : undefined;
  const events = Array.isArray(variants) && variants.length > 0 ? variants.map(made) : [made(schema)];
  return frameEvents(protocol ? arrange(events, protocol) : events, protocol);
}

/** One event of each type, without failures: the start first, one end last. */
function arrange(events: readonly unknown[], protocol: StreamProtocol): unknown[] {
  const typeOf = typeReader(protocol);
  const typed = events.map((event) => ({ event, type: typeOf('message', event) ?? '' }));
  const well = typed.filter(({ event, type }) => !isFailure(protocol, type, event));
  const isStart = ({ type }: { type: string }) => protocol.start !== undefined && matchesType(protocol.start, type);
  const ends = well.filter(({ type }) => isEnd(protocol, type));
  const middle = well.filter((one) => !isStart(one) && !ends.includes(one));
  const arranged = [...well.filter(isStart).slice(0, 1), ...middle, ...ends.slice(0, 1)];
  return arranged.length > 0 ? arranged.map(({ event }) => event) : [...events];
}
