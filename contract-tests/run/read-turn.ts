import type { Contract, StreamContract } from '../../src/openapi/contract.ts';
import { eventSchemaOf } from '../../src/openapi/event-schema.ts';
import type { SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { type Clock, systemClock } from '../../src/shared/clock.ts';
import { cut } from '../../src/shared/excerpt.ts';
import { isObject, type Json } from '../../src/shared/json.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { createStreamPace } from '../../src/sse/stream-pace.ts';
import { createProtocolReader, isDelta } from '../../src/sse/stream-protocol.ts';
import type { KeptJson } from './http/kept-json.ts';
import { parseBounded, tooManyValues } from './http/parse-bounded.ts';
import type { TransportResponse } from './http/transport.ts';
import { limits } from './run-options.ts';
import type { Turn, TurnMessage } from './turn.ts';

/** How a turn is followed. Times are in milliseconds. */
export interface TurnReading {
  contract: Contract;
  stream: StreamContract;
  validate: SchemaValidator;
  /** What the run stores of the events. */
  kept: KeptJson;
  /** The body of the request. */
  request: unknown;
  /** The keys of the session's earlier turns. */
  earlierKeys: ReadonlySet<unknown>;
  /** How long the response may stay open after its last event. */
  closingTime: number;
  /** How long the stream may send next to nothing; see `createStreamPace`. */
  patience?: number;
  /** How long the stream may take at this moment, if it sends events all the time. */
  mostTime?(): number;
  clock?: Pick<Clock, 'sleep'>;
  elapsed(): number;
  /** Masks the credential in server output. */
  hide(text: string): string;
  /** How many of each kind are kept. */
  bounds?: typeof kept;
  /** Called for each message; `goAway` closes the connection, like a client that disconnects. */
  onMessage?(message: TurnMessage, goAway: () => void): void;
}

/** The fields of a turn that the reading provides. */
export type TurnRecord = Pick<
  Turn,
  | 'messages'
  | 'ended'
  | 'cutAfter'
  | 'endViolations'
  | 'exercised'
  | 'reachedEnd'
  | 'undispatched'
  | 'invalidUtf8At'
  | 'chunks'
> & { keys: ReadonlySet<unknown>; echoesCredential: boolean };

/** The usual end of streams of other APIs, for documents without `x-stream-protocol`. */
const usualSentinel = '[DONE]';

/**
 * Reads an event stream as it arrives and checks each message immediately, against its schema and the stream's
 * protocol.
 */
export async function readTurn(response: TransportResponse, reading: TurnReading): Promise<TurnRecord> {
  const {
    stream,
    validate,
    elapsed,
    request,
    earlierKeys,
    bounds = kept,
    patience = Infinity,
    mostTime = () => Infinity,
    clock = systemClock,
  } = reading;
  const protocol = stream.protocol
    ? createProtocolReader(stream.protocol, { request, earlierKeys, types: stream.types })
    : undefined;
  const sentinel = stream.protocol ? stream.protocol.sentinel : usualSentinel;
  const messages: TurnMessage[] = [];
  const framing = [...(protocol?.readHeaders((name) => response.headers.get(name)) ?? [])];
  const chunks: Turn['chunks'] = [];
  const utf8 = createUtf8Check();
  let bytes = 0;
  let count = 0;
  let sinceMessage = 0;
  let echoesCredential = false;
  const pace = createStreamPace(patience);
  let cutAfter: number | undefined;
  let stopped: 'aborted' | 'too-large' | 'silent' | undefined;
  const closing = new AbortController();
  let isClosing = false;
  let stayedOpen = false;

  const goAway = () => {
    stopped ??= 'aborted';
    response.abort();
  };
  const mayKeep = createKeeper(bounds);
  const keep = (message: TurnMessage) => {
    messages.push(message);
    if (message.event === undefined) return;
    const event = reading.kept.keep(message.event);
    if (event === undefined) stopped ??= 'too-large';
    else message.event = event;
  };
  const decoder = createEventStreamDecoder({
    onMessage: ({ event: name, data: sent }) => {
      const data = reading.hide(sent);
      if (data !== sent) echoesCredential = true;
      const event = parseBounded(data);
      if (event === tooManyValues) {
        stopped ??= 'too-large';
        return;
      }
      const schema = event === undefined ? none : listOf(schemaProblems(validate, stream, name, event));
      const violations = listOf(protocol?.read({ event: name, data, byte: bytes }, event) ?? none);
      const message: TurnMessage = {
        number: ++count,
        byte: bytes,
        atMs: elapsed(),
        name,
        ...(data === sentinel ? { sentinel: true as const } : {}),
        ...(event === undefined
          ? { text: cut(data, 400) }
          : { event: schema === none && violations === none ? lighten(stream, event) : event }),
        schema,
        protocol: violations,
      };
      sinceMessage = 0;
      if (mayKeep(message)) keep(message);
      reading.onMessage?.(message, goAway);
    },
  });

  const tail = createTail();
  for await (const chunk of response.chunks(limits.streamBytes)) {
    if (chunks.length < bounds.chunks) chunks.push({ atMs: elapsed(), bytes: chunk.byteLength });
    utf8.push(chunk);
    framing.push(...(protocol?.readBytes(chunk) ?? []));
    for (const line of linesOf(chunk)) {
      bytes += line.byteLength;
      sinceMessage += line.byteLength;
      if (line[0] !== colon && line.byteLength > 2) pace.add(line.byteLength, elapsed());
      decoder.push(line);
      tail.push(line);
      if (count > limits.messages || sinceMessage > limits.messageBytes) stopped ??= 'too-large';
      if (stopped) break;
    }
    const took = elapsed();
    if (pace.isStalled(took)) stopped ??= 'silent';
    if (took > mostTime() && !stopped) {
      stopped = 'aborted';
      cutAfter = took;
    }
    if (stopped) break;
    if (protocol?.ended && !isClosing) {
      isClosing = true;
      void clock.sleep(reading.closingTime, closing.signal).then(() => {
        if (closing.signal.aborted) return;
        stayedOpen = true;
        response.abort();
      });
    }
  }
  closing.abort();
  if (stopped) response.abort();
  else decoder.end();
  const ended = stopped ?? (stayedOpen ? 'silent' : endOf(response));
  const undispatched = ended === 'closed' ? tail.undispatched() : undefined;
  // If a stream was cut, or its last event was not dispatched, the protocol does not report missing events.
  const isWhole = (ended === 'closed' || ended === 'silent') && undispatched === undefined;
  return {
    messages,
    chunks,
    ended,
    ...(cutAfter === undefined ? {} : { cutAfter }),
    endViolations: [...framing, ...(isWhole ? (protocol?.end() ?? []) : [])],
    echoesCredential,
    reachedEnd: protocol?.ended ?? false,
    exercised: rulesOnly(protocol?.exercised()),
    keys: protocol?.keys ?? new Set(),
    ...(undispatched === undefined ? {} : { undispatched }),
    ...(utf8.brokenAt() === undefined ? {} : { invalidUtf8At: utf8.brokenAt()! }),
  };
}

/** The names of rules, without their subjects. */
function rulesOnly(exercised: Iterable<string> = []): Set<string> {
  return new Set([...exercised].flatMap((one) => [one, one.replace(/: .*/s, '')]));
}

/** Maximum stored size of a stream: no real turn is longer, and a hostile one must not exhaust the memory. */
const kept = { chunks: 20_000, deltas: 2_000, events: 5_000, broken: 200 };

/** Returns whether to store a message. Messages that are not stored are still checked. */
function createKeeper(bounds: typeof kept): (message: TurnMessage) => boolean {
  const counts = { deltas: 0, events: 0, broken: 0 };
  return ({ event, schema, protocol }) => {
    const isBroken = event === undefined || schema !== none || protocol !== none;
    const kind = isBroken ? 'broken' : isObject(event) && Object.keys(event).length === 1 ? 'deltas' : 'events';
    counts[kind] += 1;
    return counts[kind] <= bounds[kind];
  };
}

const colon = ':'.charCodeAt(0);

/** One empty list for all messages: a stream may have a hundred thousand. */
const none: never[] = [];

function listOf<Item>(items: Item[]): Item[] {
  return items.length === 0 ? none : items;
}

/** Drops the text of a valid delta, to save memory. */
function lighten({ protocol }: StreamContract, event: Json): Json {
  const type = isObject(event) ? event.type : undefined;
  return typeof type === 'string' && protocol && isDelta(protocol, type) ? { type } : event;
}

function schemaProblems(validate: SchemaValidator, stream: StreamContract, name: string, event: Json) {
  const schema = eventSchemaOf(stream, name, event);
  return schema === undefined ? none : validate(schema, event);
}

function endOf(response: TransportResponse): Turn['ended'] {
  switch (response.failure()?.kind) {
    case undefined:
      return 'closed';
    case 'timeout':
      return 'silent';
    case 'too-large':
      return 'too-large';
    case 'aborted':
      return 'aborted';
    default:
      return 'reset';
  }
}

/** Splits bytes after each LF or CR, which are never part of another UTF-8 character, so offsets are exact. */
function* linesOf(chunk: Uint8Array): Generator<Uint8Array> {
  let start = 0;
  for (let index = 0; index < chunk.length; index += 1) {
    if (chunk[index] !== 10 && chunk[index] !== 13) continue;
    yield chunk.subarray(start, index + 1);
    start = index + 1;
  }
  if (start < chunk.length) yield chunk.subarray(start);
}

/** Collects the fields after the last blank line, which are never dispatched (WHATWG HTML, 9.2.6). */
function createTail() {
  const text = new TextDecoder();
  let fields = '';
  let line = '';
  let afterCarriageReturn = false;
  return {
    /** Takes at most one line, with its line end if it has arrived. */
    push(bytes: Uint8Array) {
      const piece = text.decode(bytes, { stream: true });
      const lineFeedOfPair = afterCarriageReturn && piece === '\n';
      if (piece) afterCarriageReturn = piece.endsWith('\r');
      if (lineFeedOfPair) return;
      line = `${line}${piece}`.slice(0, 400);
      if (!/[\r\n]$/.test(piece)) return;
      if (piece.length === 1 && line.length === 1) fields = '';
      else if (!line.startsWith(':')) fields = `${fields}${line.trimEnd()}\n`.slice(0, 400);
      line = '';
    },
    undispatched(): string | undefined {
      const rest = fields + (line.startsWith(':') ? '' : line);
      return /^data/m.test(rest) ? rest : undefined;
    },
  };
}

function createUtf8Check() {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let offset = 0;
  let broken: number | undefined;
  return {
    push(chunk: Uint8Array) {
      if (broken !== undefined) return;
      try {
        decoder.decode(chunk, { stream: true });
        offset += chunk.byteLength;
      } catch {
        broken = offset;
      }
    },
    brokenAt: () => broken,
  };
}
