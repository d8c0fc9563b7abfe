import type { Provenance } from '../../shared/provenance.ts';

/** A JSON Pointer into an event's data. `*` matches each item of an array; a final `#` is the position of that item. */
export type Pointer = string;

/** Values by pointer; a list allows any of its values, and `null` also matches an absent field. */
export type Conditions = Readonly<Record<Pointer, unknown>>;

/** Events, selected by type and by fields. A type may contain `*`. */
export interface EventSelector {
  type?: string | string[];
  where?: Conditions;
  /** Fields that are present and not null. */
  has?: Pointer | Pointer[];
  /** Fields that are absent or null. */
  lacks?: Pointer | Pointer[];
}

/** Types, selectors, or a list of both, one of which must match. */
export type Events = string | EventSelector | (string | EventSelector)[];

/** A field of some events; without `on`, of every event that has it. */
export interface Place {
  on?: Events;
  at: Pointer;
  /** The key that distinguishes entries of one kind. */
  key?: Pointer | Pointer[];
}

/** Events of a lifecycle, with their own key if it is at another place than in the others. */
export type KeyedEvents = string | KeyedSelector | (string | KeyedSelector)[];
export interface KeyedSelector extends EventSelector {
  key?: Pointer | Pointer[];
}

/** A constraint on one field. Exactly one of the last five is set. */
export interface FieldRule extends Omit<Place, 'at'> {
  /** The field; of several, the first one present. */
  at: Pointer | Pointer[];
  name?: string;
  provenance?: Provenance;
  /** The literal value; `null` also matches an absent field. */
  value?: unknown;
  /** A counter that begins here and increases by one with each event that has it. */
  counter?: number;
  /** The field of the request body that it equals. */
  echo?: Pointer;
  /** A number that never decreases. */
  increasing?: true;
  /** Present and not null: always, never, or if and only if the event satisfies these conditions. */
  present?: boolean | Conditions;
}

/** Places with the same value for the same key. */
export interface SameRule {
  name?: string;
  provenance?: Provenance;
  places: (Place & {
    /**
     * The events of this place contain every earlier key, and no other; with `earlier`, others may be added. If a part
     * of the key is outside the array, only keys with the same part count.
     */
    complete?: true | 'earlier';
  })[];
}

/** Something that is opened, continued and closed; with a key, several at a time. */
export interface Lifecycle {
  name: string;
  provenance?: Provenance;
  key?: Pointer | Pointer[];
  open: KeyedEvents;
  continue?: KeyedEvents;
  close?: KeyedEvents;
  /** Steps that may be missing. */
  optional?: ('open' | 'close')[];
  /** Steps that may be repeated for the same key. */
  repeatable?: ('open' | 'close')[];
  /** The scope in which a key is unique; `open`: only while it is open. Default: `stream`. */
  unique?: 'open' | 'stream' | 'session';
  /** One must be closed before the next is opened. */
  contiguous?: true;
  /** The first number: the last part of the key numbers them in opening order. */
  numbered?: number;
  /** The numbers may be in any order, without gaps at the end. */
  anyOrder?: true;
  /** The enclosing lifecycle, which must be open; its key is a prefix of this one's. */
  within?: string;
  /** Events before which all must be closed, in addition to the end of the stream. */
  closedBy?: Events;
  /** The kinds of continuation for each kind of opening. Unnamed kinds are not checked. */
  kinds?: { open: Pointer; continue: Pointer; allow: Readonly<Record<string, string[]>> };
  /** Continuations after which only the closing event may follow. */
  final?: Events;
  /** Keys in the request that count as opened before the stream. */
  earlier?: Pointer;
}

/** Text in pieces. */
export interface TextRule {
  name: string;
  provenance?: Provenance;
  delta: Place;
  /** The event that completes it; with `at`, that field equals the joined pieces. */
  complete?: Omit<Place, 'at'> & { at?: Pointer };
  /** Later fields that equal it too. */
  copies?: Place[];
  /** The joined pieces are JSON, or a JSON object, or empty; `complete.at` is then the parsed value. */
  json?: 'value' | 'object';
  /** `json` is not checked in a stream with such an event: a shortened text need not be JSON. */
  unless?: Events;
  /** A complete text must arrive in pieces; by default, pieces are optional. */
  deltas?: 'required';
  /** Pieces must be completed, unless the stream fails. */
  completion?: 'required';
}

/** Events that must occur. With `when`, if and only if the request body satisfies it. */
export type RequiredEvents = string | (EventSelector & { when?: Conditions });

/** The rules of a stream as data: `x-stream-protocol` of a media type. `docs/streams.md` explains it. */
export interface StreamProtocol {
  /** The provenance of the rules: of all, or by rule name, with `default` for the others. */
  provenance?: Provenance | Readonly<Partial<Record<ProtocolRule | 'default', Provenance>>>;
  /** The place of an event's type: a pointer, `event` for the `event:` name, or `none`. Default: `/type`. */
  type?: Pointer | 'event' | 'none';
  /** `open` allows types without a schema. */
  types?: 'open' | 'closed';
  /** Conditions on the request body that select this stream, whatever the `Accept` header says. */
  selectedBy?: Conditions;
  /** Response headers with their values. */
  headers?: Readonly<Record<string, string>>;
  /** The `event:` name: the type, none, any, or a map from names to types. */
  eventName?: 'type' | 'none' | 'any' | Readonly<Record<string, string[]>>;
  /** Lines end in LF. By default, CR and CRLF are allowed, too. */
  lineEnds?: 'lf';
  /** Non-JSON data that closes the stream. */
  sentinel?: string;
  /** The first event, which occurs once. */
  start?: Events;
  /** The last event: exactly one of these. */
  end?: Events;
  /** Events that report a failure: everything may stay open. */
  failure?: {
    events: Events;
    /** False if the stream continues after it. */
    ends?: boolean;
  };
  /** Events that report an early stop without a failure: everything may stay open. */
  incomplete?: Events;
  /** Events that may occur anywhere before the end of the stream. */
  anywhere?: Events;
  /** Groups of events, in order: no event follows one of a later group. */
  order?: Events[];
  /** Events that each occur at most once. */
  once?: (string | EventSelector)[];
  required?: RequiredEvents[];
  fields?: FieldRule[];
  same?: SameRule[];
  lifecycles?: Lifecycle[];
  texts?: TextRule[];
}

/** The rules that a protocol can state, one name each. */
export const protocolRules = [
  'data-json',
  'event-name',
  'line-ends',
  'headers',
  'sentinel-present',
  'sentinel-last',
  'start-first',
  'start-once',
  'end-present',
  'end-once',
  'end-last',
  'event-order',
  'event-once',
  'event-required',
  'field-value',
  'field-counter',
  'field-echo',
  'field-increasing',
  'field-present',
  'field-same',
  'lifecycle-opened',
  'lifecycle-unique',
  'lifecycle-closed',
  'lifecycle-over',
  'lifecycle-contiguous',
  'lifecycle-numbered',
  'lifecycle-nested',
  'lifecycle-kind',
  'lifecycle-final',
  'text-equal',
  'text-json',
  'text-completed',
] as const;
export type ProtocolRule = (typeof protocolRules)[number];

/** One violation of a protocol, with its place in the stream. */
export interface ProtocolViolation {
  rule: ProtocolRule;
  /** The name of the lifecycle, text or field, if the protocol has several. */
  subject?: string;
  provenance: Provenance;
  message: string;
  expected: string;
  received: string;
  /** The event, from 1. */
  event: number;
  /** The offset of its last byte, if known. */
  byte?: number;
}

/** The provenance of a rule. */
export function provenanceOf(protocol: StreamProtocol, rule: ProtocolRule, own?: Provenance): Provenance {
  if (own) return own;
  const { provenance = 'documented' } = protocol;
  return typeof provenance === 'string' ? provenance : (provenance[rule] ?? provenance.default ?? 'documented');
}

/** The `event:` name of `type`; `undefined` if the protocol leaves it open. */
export function nameOf({ eventName = 'any' }: StreamProtocol, type: string): string | undefined {
  if (eventName === 'type') return type;
  if (eventName === 'none') return 'message';
  if (eventName === 'any') return undefined;
  return Object.entries(eventName).find(([, types]) => types.includes(type))?.[0];
}
