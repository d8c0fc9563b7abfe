import { excerpt } from '../../shared/excerpt.ts';
import { isObject, parseJson } from '../../shared/json.ts';
import type { CheckContext } from './check.ts';
import { showEvents } from './check-order.ts';
import { createChecks } from './create-checks.ts';
import { typeReader } from './event-type.ts';
import { createHandlers, type Handlers } from './handlers.ts';
import { type ProtocolRule, type ProtocolViolation, provenanceOf, type StreamProtocol } from './protocol.ts';
import { matchesAny } from './selector.ts';

/** One dispatched message of a stream. */
export interface StreamMessage {
  /** The event name; `message` by default. */
  event: string;
  data: string;
  /** The offset of its last byte, if known. */
  byte?: number | undefined;
}

/** The context of a stream. */
export interface ReaderOptions {
  /** The request body. Without it, rules about the request are not checked. */
  request?: unknown;
  /** The `keys` of the session's earlier streams. */
  earlierKeys?: ReadonlySet<unknown>;
  /** The schema of each type that has one; with open types, others may occur anywhere. */
  types?: Readonly<Record<string, unknown>> | undefined;
}

/** Reads a stream message by message and returns the violations of each. */
export interface ProtocolReader {
  /** Reads the headers of the response. */
  readHeaders(get: (name: string) => string | null | undefined): ProtocolViolation[];
  /** Reads the bytes, for rules about line ends. */
  readBytes(bytes: Uint8Array): ProtocolViolation[];
  /** Reads the next message. `value` is its parsed data, if the caller has it. */
  read(message: StreamMessage, value?: unknown): ProtocolViolation[];
  /** Reads the end of the response. */
  end(): ProtocolViolation[];
  /** True once no event may follow. */
  readonly ended: boolean;
  /** True once an event reported a failure or an early stop. */
  readonly failed: boolean;
  /** The keys that must be unique within the session, for the reader of its next stream. */
  readonly keys: ReadonlySet<unknown>;
  /** The rules that this stream exercised: `rule` or `rule: subject`. */
  exercised(): Set<string>;
}

/** A shared empty list, frozen so that no caller adds to it. */
const none = Object.freeze([]) as unknown as ProtocolViolation[];

/**
 * The interpreter of `x-stream-protocol`: incremental, in bounded memory.
 *
 * It checks the sequence only, not the schema of each event, and skips fields of the wrong type.
 *
 * @example
 * const reader = createProtocolReader({ sentinel: '[DONE]', lifecycles: [{ name: 'text', key: '/id', open: 'start',
 * close: 'end' }] });
 * reader.read({ event: 'message', data: '{"type":"end","id":"a"}' }); // [{ rule: 'lifecycle-opened', event: 1, … }]
 * reader.end(); // [{ rule: 'sentinel-present', … }]
 */
export function createProtocolReader(protocol: StreamProtocol, options: ReaderOptions = {}): ProtocolReader {
  let found: ProtocolViolation[] = none;
  const exercised = new Set<string>();
  const state = {
    event: 0,
    byte: undefined as number | undefined,
    started: false,
    startSeen: false,
    ended: false,
    over: false,
    closed: false,
    carriageReturn: false,
  };
  const context: CheckContext = {
    protocol,
    request: options.request,
    earlierKeys: options.earlierKeys ?? new Set(),
    keys: new Set(),
    compiled: new Map(),
    get place() {
      return { event: state.event, byte: state.byte };
    },
    unsure: false,
    failed: false,
    report({ rule, owner, message, expected, received, place = context.place }) {
      const { event, byte } = place;
      exercised.add(rule);
      const violation: ProtocolViolation = {
        rule,
        ...(owner?.name === undefined ? {} : { subject: owner.name }),
        provenance: provenanceOf(protocol, rule, owner?.provenance),
        message,
        expected,
        received,
        event,
        ...(byte === undefined ? {} : { byte }),
      };
      found = found === none ? [violation] : [...found, violation];
    },
  };
  const checks = createChecks(protocol, context);
  const known = options.types && new Set(Object.keys(options.types));
  const typeOf = typeReader(protocol);
  const handlersFor = createHandlers(protocol, checks, known, () => exercised.add('event-name'));

  const report = (rule: ProtocolRule, message: string, expected: string, received: string) =>
    context.report({ rule, message, expected, received });
  const close = () => {
    if (state.closed || context.failed) return;
    state.closed = true;
    for (const check of checks) check.close?.();
  };
  const afterEnd = (type: string, event: unknown): void => {
    const again = type !== '' && matchesAny(handlersFor(type).end, event);
    if (again) report('end-once', `A second ${type} follows the end.`, 'the end of the response', type);
    else report('end-last', 'Something follows the end.', 'the end of the response', type || 'an event without a type');
  };
  const readStart = ({ start }: Handlers, type: string, event: unknown, failure: boolean) => {
    if (protocol.start === undefined) return;
    const starts = matchesAny(start, event);
    if (!state.started) {
      exercised.add('start-first');
      if (!starts && !failure) {
        const expected = showEvents(protocol.start);
        report(
          'start-first',
          `The stream does not begin with ${expected}.`,
          expected,
          type || 'an event without a type',
        );
      }
    } else if (starts && state.startSeen) {
      report('start-once', `A second ${type} occurs.`, 'one, as the first event', type);
    }
    state.startSeen ||= starts;
    state.started = true;
  };
  const reportName = (expected: string, name: string, subject: string) =>
    report('event-name', `${subject} has the name ${excerpt(name)}.`, `event: ${expected}`, `event: ${name}`);
  const readEvent = (name: string, type: string, event: unknown) => {
    const handlers = handlersFor(type);
    if (handlers.name !== undefined && handlers.name !== name)
      reportName(handlers.name, name, type ? `An event of type ${type}` : 'An event');
    const failure = handlers.failure.length > 0 && matchesAny(handlers.failure, event);
    if (failure || matchesAny(handlers.incomplete, event)) context.failed = true;
    if (!handlers.anywhere) readStart(handlers, type, event, failure);
    handlers.check?.(event);
    const ends = handlers.end.length > 0 && matchesAny(handlers.end, event);
    if (ends) close();
    if (ends || (failure && protocol.failure?.ends !== false)) state.ended = true;
  };
  const readValue = (name: string, value: unknown): void => {
    const type = typeOf(name, value);
    if (state.ended) {
      afterEnd(type ?? '', value);
      return;
    }
    if (isObject(value) && (type !== undefined || matchesAny(handlersFor('').failure, value))) {
      readEvent(name, type ?? '', value);
    } else {
      context.unsure = true;
      state.started = true;
    }
  };
  const take = () => {
    const taken = found;
    found = none;
    return taken;
  };

  const readHeaders = (get: (name: string) => string | null | undefined) => {
    for (const [name, value] of Object.entries(protocol.headers ?? {})) {
      const sent = get(name);
      exercised.add('headers');
      if (sent?.trim() === value) continue;
      const received = sent === null || sent === undefined ? 'no such header' : `${name}: ${sent}`;
      const message = `The response does not have ${name}: ${value}.`;
      context.report({ rule: 'headers', owner: { name }, message, expected: `${name}: ${value}`, received });
    }
    return take();
  };
  const readBytes = (bytes: Uint8Array) => {
    if (protocol.lineEnds !== 'lf') return none;
    exercised.add('line-ends');
    if (state.carriageReturn || !bytes.includes(13)) return none;
    state.carriageReturn = true;
    report('line-ends', 'A line ends in CR or CRLF.', 'LF', 'CR');
    return take();
  };

  return {
    readHeaders,
    readBytes,
    keys: context.keys,
    get ended() {
      return state.over || (state.ended && protocol.sentinel === undefined);
    },
    get failed() {
      return context.failed;
    },
    read(message, given) {
      state.event += 1;
      state.byte = message.byte;
      if (state.over) {
        report(
          'sentinel-last',
          `An event follows ${protocol.sentinel}.`,
          'the end of the response',
          excerpt(message.data, 60),
        );
        return take();
      }
      if (protocol.sentinel !== undefined && message.data === protocol.sentinel) {
        if (protocol.eventName === 'none' && message.event !== 'message')
          reportName('message', message.event, message.data);
        if (protocol.end === undefined) close();
        state.over = true;
        return take();
      }
      const value = given === undefined ? parseJson(message.data) : given;
      if (value === undefined) {
        context.unsure = true;
        report('data-json', 'The data of an event is not JSON.', 'JSON', excerpt(message.data, 80));
      } else readValue(message.event, value);
      return take();
    },
    end() {
      const { end, sentinel } = protocol;
      if (end === undefined) close();
      else if (!state.ended && !context.failed) {
        const expected = showEvents(end);
        report(
          'end-present',
          `The stream ended without its last event, ${expected}.`,
          `${expected} as the last event`,
          'the end of the response',
        );
      }
      const excused = context.failed && protocol.failure?.ends !== false;
      if (sentinel !== undefined && !state.over && !excused) {
        report(
          'sentinel-present',
          `The stream ended without ${sentinel}.`,
          `data: ${sentinel}`,
          'the end of the response',
        );
      }
      return take();
    },
    exercised() {
      exercised.add('data-json');
      if (protocol.end !== undefined) for (const rule of ['end-present', 'end-once']) exercised.add(rule);
      // Nothing follows a failure that ends the stream.
      if (protocol.end !== undefined || (protocol.failure && protocol.failure.ends !== false))
        exercised.add('end-last');
      if (protocol.sentinel !== undefined)
        for (const rule of ['sentinel-present', 'sentinel-last']) exercised.add(rule);
      if (state.startSeen) exercised.add('start-once');
      for (const check of checks) {
        for (const rule of check.exercised())
          exercised.add(check.subject === undefined ? rule : `${rule}: ${check.subject}`);
      }
      return exercised;
    },
  };
}
