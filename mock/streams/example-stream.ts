import { type Contract, type Operation, schemaAt } from '../../src/openapi/contract.ts';
import type { OpenApiDocument } from '../../src/openapi/openapi-document.ts';
import { samplesOf } from '../../src/openapi/sample/sample-value.ts';
import { isPlausible } from '../../src/openapi/validate/find-mismatch.ts';
import { isObject } from '../../src/shared/json.ts';
import { matchesType } from '../../src/sse/protocol/selector.ts';
import { isEnd, isFailure, nameOf, type StreamProtocol, typeReader } from '../../src/sse/stream-protocol.ts';
import { parseScenario } from '../scenarios/parse-scenario.ts';
import type { StreamContent } from '../scenarios/scenario.ts';
import { fitFields, type TypedEvent } from './fit-fields.ts';
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
 * request example that was sent, else the first one. Without examples, one event of each type is generated.
 */
export function exampleStream(
  { document }: Contract,
  operation: Operation,
  source: ExampleSource,
  request: { body: unknown; example?: string | undefined },
): StreamContent {
  const media = operation.responses[source.status]?.content[source.mediaType];
  const examples = media?.examples ?? {};
  const name = request.example ?? nameForBody(operation, request.body, examples) ?? Object.keys(examples)[0];
  const example = name === undefined ? undefined : examples[name];
  const make = () =>
    example === undefined ? madeUp(document, operation, source, request.body) : readExample(example, source.protocol);
  // The request may decide which events a protocol requires.
  const depends =
    example === undefined &&
    source.protocol?.required?.some((one) => typeof one === 'object' && one.when !== undefined);
  const steps = depends ? make() : prepared(example ?? media, make);
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

/** The steps of examples and of media types without one. */
const known = new WeakMap<object, readonly FixtureStep[]>();

function prepared(key: unknown, make: () => readonly FixtureStep[]): readonly FixtureStep[] {
  if (!isObject(key) && !Array.isArray(key)) return make();
  const steps = known.get(key) ?? make();
  known.set(key, steps);
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
  const typeOf = typeReader(protocol ?? {});
  return frame(
    events.map((data) => ({ type: typeOf('message', data) ?? '', data })),
    protocol,
  );
}

function frame(events: readonly TypedEvent[], protocol: StreamProtocol | undefined): FixtureStep[] {
  const { sentinel, type: place, eventName } = protocol ?? {};
  const steps = events.map(({ type, data }): FixtureMessage => {
    if (typeof data === 'string' && data === sentinel) return { kind: 'message', data };
    const own = place === 'event' && type !== 'message' ? type : undefined;
    const name = own ?? (protocol && type !== '' ? nameOf(protocol, type) : undefined);
    const isNamed = name !== undefined && eventName !== 'none';
    return { kind: 'message', data: JSON.stringify(data), ...(isNamed ? { event: name } : {}) };
  });
  if (sentinel === undefined || steps.at(-1)?.data === sentinel) return steps;
  return [...steps, { kind: 'message', data: sentinel }];
}

function madeUp(
  document: OpenApiDocument,
  { stream }: Operation,
  { event, protocol }: ExampleSource,
  request: unknown,
): FixtureStep[] {
  if (event === undefined) return frameEvents([{}], protocol);
  const { schema, pointer } = schemaAt(document, event);
  const union = isObject(schema)
    ? (['oneOf', 'anyOf'] as const).find((name) => Array.isArray(schema[name]))
    : undefined;
  const variants = union && isObject(schema) ? (schema[union] as unknown[]) : [];
  const places = variants.length > 0 ? variants.map((_, index) => `${pointer}/${union}/${index}`) : [pointer];
  const events = places.map((place) => sampleEvent(document, place));
  if (!protocol) return frameEvents(events, protocol);
  const typeOf = typeReader(protocol);
  const names = new Map(Object.entries(stream?.types ?? {}).map(([type, schema]) => [schema, type]));
  const typed = events.map((data, index): TypedEvent => {
    const name = names.get(schemaAt(document, places[index]!).pointer) ?? 'message';
    return { type: typeOf(name, data) ?? '', data };
  });
  return frame(fitFields(arrange(typed, protocol), protocol, request), protocol);
}

/** The first sample that fits the schema, else the first one. */
function sampleEvent(document: OpenApiDocument, pointer: string): unknown {
  let first: unknown;
  for (const sample of samplesOf(document, pointer)) {
    if (sample !== undefined && isPlausible(document, pointer, sample)) return sample;
    first ??= sample;
  }
  return first ?? {};
}

/** One event of each type, without failures: the start first, one end last. */
function arrange(events: readonly TypedEvent[], protocol: StreamProtocol): readonly TypedEvent[] {
  const well = events.filter(({ data, type }) => !isFailure(protocol, type, data));
  const isStart = ({ type }: TypedEvent) => protocol.start !== undefined && matchesType(protocol.start, type);
  const ends = well.filter(({ type }) => isEnd(protocol, type));
  const middle = well.filter((one) => !isStart(one) && !ends.includes(one));
  const arranged = [...well.filter(isStart).slice(0, 1), ...middle, ...ends.slice(0, 1)];
  return arranged.length > 0 ? arranged : events;
}
