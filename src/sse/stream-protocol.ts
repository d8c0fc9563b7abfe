import { excerpt } from '../shared/excerpt.ts';
import { isObject } from '../shared/json.ts';
import type { Provenance } from '../shared/provenance.ts';

/** The rules of a stream as data: `x-stream-protocol` beside a media type. `spec/stream-protocol.md` explains it. */
export interface StreamProtocol {
  /** Which SSE event name carries which event types. */
  eventNames: { provenance: Provenance; default: string; names: Record<string, string[]> };
  /** The type that ends a stream. */
  end: { type: string; provenance: Provenance; nothingAfter: { provenance: Provenance } };
  /** Which deltas add up to which complete event. */
  accumulations: { delta: string; complete: string; field: string; provenance: Provenance }[];
  /** Which result answers which call. */
  correlations: {
    call: string;
    result: string;
    key: string;
    equal: string[];
    uniqueWithin: 'stream' | 'session';
    provenance: Provenance;
  }[];
  /** Where a stream tells that it failed: the flag is true exactly where the message is a string. */
  failure: { type: string; flag: string; message: string; provenance: Provenance };
  /** The event that repeats what the user asked. */
  input: { type: string; field: string; requestField: string; provenance: Provenance };
}

/** The rules that a protocol states, one name each. */
export type ProtocolRule =
  | 'event-name'
  | 'end-present'
  | 'end-once'
  | 'end-last'
  | 'deltas-add-up'
  | 'deltas-completed'
  | 'result-answers-call'
  | 'result-matches-call'
  | 'call-answered-once'
  | 'call-key-unique'
  | 'call-answered'
  | 'failure-flag';

/** One thing in a stream that its protocol does not allow. */
export interface ProtocolViolation {
  rule: ProtocolRule;
  provenance: Provenance;
  message: string;
  expected: string;
  received: string;
}

/** Reads a stream message by message and tells, as each arrives, what the protocol does not allow. */
export interface ProtocolReader {
  /** Takes the next dispatched message: its event name, and its data as parsed JSON. */
  read(name: string, data: unknown): ProtocolViolation[];
  /** Tells that the response has ended. */
  end(): ProtocolViolation[];
  /** True once the event that ends a stream was read. */
  readonly ended: boolean;
  /** The correlation keys of this stream's calls, for the reader of the session's next stream. */
  readonly keys: ReadonlySet<string>;
}

/**
 * The one interpreter of `x-stream-protocol`.
 *
 * It judges the sequence only: whether each event fits its schema is another check, and a field of the wrong type is
 * passed over here.
 *
 * @param earlierKeys the `keys` of the session's earlier streams
 */
export function createProtocolReader(
  protocol: StreamProtocol,
  earlierKeys: ReadonlySet<string> = new Set(),
): ProtocolReader {
  const { eventNames, end, failure } = protocol;
  const sums = new Map(protocol.accumulations.map((accumulation) => [accumulation, emptySum()]));
  const calls = new Map(
    protocol.correlations.map((correlation) => [
      correlation,
      new Map<string, { event: Record<string, unknown>; answered: boolean }>(),
    ]),
  );
  const keys = new Set<string>();
  let ended = false;
  /** An event that does not say what it is may be any: what is then missing cannot be told. */
  let unsure = false;

  const readName = (name: string, type: string): ProtocolViolation[] => {
    const expected = nameOf(protocol, type);
    if (expected === undefined || expected === name) return [];
    return [
      {
        rule: 'event-name',
        provenance: eventNames.provenance,
        message: `An event of type ${type} is sent under the event name ${excerpt(name)}.`,
        expected: `event: ${expected}`,
        received: `event: ${name}`,
      },
    ];
  };

  const readAccumulation = (type: string, event: Record<string, unknown>): ProtocolViolation[] => {
    const violations: ProtocolViolation[] = [];
    for (const [accumulation, sum] of sums) {
      const piece = event[accumulation.field];
      if (type === accumulation.delta) {
        sum.pieces += 1;
        if (typeof piece === 'string') sum.text += piece;
        else sum.known = false;
      } else if (type === accumulation.complete) {
        if (sum.pieces > 0 && sum.known && typeof piece === 'string' && piece !== sum.text) {
          violations.push({
            rule: 'deltas-add-up',
            provenance: accumulation.provenance,
            message: `The ${sum.pieces} ${accumulation.delta} events do not add up to the ${accumulation.complete} that follows.`,
            expected: excerpt(sum.text),
            received: excerpt(piece),
          });
        }
        sums.set(accumulation, emptySum());
      }
    }
    return violations;
  };

  const readCorrelation = (type: string, event: Record<string, unknown>): ProtocolViolation[] => {
    const violations: ProtocolViolation[] = [];
    for (const [correlation, open] of calls) {
      const key = event[correlation.key];
      if (typeof key !== 'string') continue;
      const report = (rule: ProtocolRule, message: string, expected: string, received: string) =>
        violations.push({ rule, provenance: correlation.provenance, message, expected, received });
      if (type === correlation.call) {
        const taken = keys.has(key) || (correlation.uniqueWithin === 'session' && earlierKeys.has(key));
        if (taken) {
          report(
            'call-key-unique',
            `Two ${correlation.call} events have the ${correlation.key} ${excerpt(key)}.`,
            `a ${correlation.key} that is unique within the ${correlation.uniqueWithin}`,
            excerpt(key),
          );
        }
        keys.add(key);
        open.set(key, { event, answered: false });
      } else if (type === correlation.result) {
        const call = open.get(key);
        if (!call) {
          if (unsure) continue;
          report(
            'result-answers-call',
            `A ${correlation.result} answers no ${correlation.call} of this stream.`,
            `the ${correlation.key} of an earlier ${correlation.call}`,
            excerpt(key),
          );
          continue;
        }
        if (call.answered) {
          report(
            'call-answered-once',
            `The ${correlation.call} ${excerpt(key)} is answered a second time.`,
            `one ${correlation.result} for each ${correlation.call}`,
            `another ${correlation.result} for ${excerpt(key)}`,
          );
        }
        call.answered = true;
        for (const field of correlation.equal) {
          const [asked, answered] = [call.event[field], event[field]];
          if (asked === undefined || answered === undefined || asked === answered) continue;
          report(
            'result-matches-call',
            `The ${correlation.result} ${excerpt(key)} has another ${field} than its ${correlation.call}.`,
            excerpt(asked),
            excerpt(answered),
          );
        }
      }
    }
    return violations;
  };

  const readFailure = (type: string, event: Record<string, unknown>): ProtocolViolation[] => {
    const flag = event[failure.flag];
    const message = event[failure.message];
    if (type !== failure.type || typeof flag !== 'boolean' || flag === (typeof message === 'string')) return [];
    return [
      {
        rule: 'failure-flag',
        provenance: failure.provenance,
        message: `The ${failure.type} has ${failure.flag} ${flag} with ${failure.message} ${excerpt(message)}.`,
        expected: flag ? `${failure.message} a string` : `${failure.message} null`,
        received: excerpt(message),
      },
    ];
  };

  const readEnd = (event: Record<string, unknown>): ProtocolViolation[] => {
    ended = true;
    if (event[failure.flag] === true || unsure) return [];
    const violations: ProtocolViolation[] = [];
    for (const [accumulation, sum] of sums) {
      if (!sum.text) continue;
      violations.push({
        rule: 'deltas-completed',
        provenance: accumulation.provenance,
        message: `The last ${sum.pieces} ${accumulation.delta} events are followed by no ${accumulation.complete}.`,
        expected: `${accumulation.complete} with ${excerpt(sum.text)}`,
        received: end.type,
      });
    }
    for (const [correlation, open] of calls) {
      const waiting = [...open].filter(([, call]) => !call.answered).map(([key]) => key);
      if (waiting.length === 0) continue;
      violations.push({
        rule: 'call-answered',
        provenance: correlation.provenance,
        message: `The stream stops without an error, and ${waiting.length} ${correlation.call} is left without a ${correlation.result}.`,
        expected: `a ${correlation.result} for ${excerpt(waiting)}`,
        received: end.type,
      });
    }
    return violations;
  };

  return {
    keys,
    get ended() {
      return ended;
    },
    read(name, data) {
      const type = isObject(data) && typeof data.type === 'string' ? data.type : undefined;
      if (ended) return [afterEnd(protocol, type)];
      if (!isObject(data) || type === undefined) {
        unsure = true;
        return [];
      }
      return [
        ...readName(name, type),
        ...readAccumulation(type, data),
        ...readCorrelation(type, data),
        ...readFailure(type, data),
        ...(type === end.type ? readEnd(data) : []),
      ];
    },
    end() {
      if (ended) return [];
      return [
        {
          rule: 'end-present',
          provenance: end.provenance,
          message: `The stream ended without its last event, ${end.type}.`,
          expected: `${end.type} as the last event`,
          received: 'the end of the response',
        },
      ];
    },
  };
}

/** The SSE event name under which `type` is sent, or `undefined` where the protocol does not name the type. */
export function nameOf(protocol: StreamProtocol, type: string): string | undefined {
  return Object.entries(protocol.eventNames.names).find(([, types]) => types.includes(type))?.[0];
}

/** True where `type` is an increment for live display, which a history may drop. */
export function isDelta(protocol: StreamProtocol, type: string): boolean {
  return protocol.accumulations.some((accumulation) => accumulation.delta === type);
}

function emptySum(): { text: string; pieces: number; known: boolean } {
  return { text: '', pieces: 0, known: true };
}

function afterEnd({ end }: StreamProtocol, type: string | undefined): ProtocolViolation {
  const again = type === end.type;
  return {
    rule: again ? 'end-once' : 'end-last',
    provenance: again ? end.provenance : end.nothingAfter.provenance,
    message: again ? `A second ${end.type} follows the first.` : `Something follows the ${end.type}.`,
    expected: 'the end of the response',
    received: type ?? 'an event without a type',
  };
}
