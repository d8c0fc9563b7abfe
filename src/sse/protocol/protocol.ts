import type { Provenance } from '../../shared/provenance.ts';

/** A JSON Pointer into an event's data. `*` stands for each item of an array, a last `#` for that item's position. */
export type Pointer = string;

/** Values by pointer; a list allows any of its values, and `null` also stands for an absent field. */
export type Conditions = Readonly<Record<Pointer, unknown>>;

/** Events, by their type and by what they hold. A type may contain `*`. */
export interface EventSelector {
  type?: string | string[];
  where?: Conditions;
  /** Fields that are present and not null. */
  has?: Pointer | Pointer[];
  /** Fields that are absent or null. */
  lacks?: Pointer | Pointer[];
}

/** Types, selectors, or a list of both of which one has to match. */
export type Events = string | EventSelector | (string | EventSelector)[];

/** A field of some events. Without `on`, of every event that has it. */
export interface Place {
  on?: Events;
  at: Pointer;
  /** What tells several of its kind apart. */
  key?: Pointer | Pointer[];
}

/** Events of a lifecycle, with a key of their own where it is elsewhere than in the others. */
export type KeyedEvents = string | KeyedSelector | (string | KeyedSelector)[];
export interface KeyedSelector extends EventSelector {
  key?: Pointer | Pointer[];
}

/** A constraint on one field. Exactly one of the last five is given. */
export interface FieldRule extends Omit<Place, 'at'> {
  /** The field; of several, the first that an event has. */
  at: Pointer | Pointer[];
  name?: string;
  provenance?: Provenance;
  /** The literal value; `null` also stands for an absent field. */
  value?: unknown;
  /** A number that begins here and increases by one with each event that has it. */
  counter?: number;
  /** The field of the request body that it repeats. */
  echo?: Pointer;
  /** A number that never decreases. */
  increasing?: true;
  /** Present and not null: always, never, or exactly where the event satisfies these conditions. */
  present?: boolean | Conditions;
}

/** Places that hold the same value for the same key. */
export interface SameRule {
  name?: string;
  provenance?: Provenance;
  places: (Place & {
    /**
     * The events of this place hold every key that came before, and no other; `earlier`: others may be added. Where a
     * part of the key is outside the array, only the keys that have it, too.
     */
    complete?: true | 'earlier';
  })[];
}

/** Something that is opened, continued and closed, several at a time where it has a key. */
export interface Lifecycle {
  name: string;
  provenance?: Provenance;
  key?: Pointer | Pointer[];
  open: KeyedEvents;
  continue?: KeyedEvents;
  close?: KeyedEvents;
  /** What may be missing. */
  optional?: ('open' | 'close')[];
  /** What may come again for the same key. */
  repeatable?: ('open' | 'close')[];
  /** How far a key may not be opened again; `open`: only while it is open. `stream` where left out. */
  unique?: 'open' | 'stream' | 'session';
  /** One has to be closed before the next is opened. */
  contiguous?: true;
  /** The (last part of the) key numbers them in the order of their opening, from here. */
  numbered?: number;
  /** The numbers may come in any order, without a gap in the end. */
  anyOrder?: true;
  /** The lifecycle that has to be open meanwhile; its key is the beginning of this one's. */
  within?: string;
  /** Events before which all have to be closed, in addition to the end of the stream. */
  closedBy?: Events;
  /** Which kinds of continuation suit what was opened. Kinds that are not named are not judged. */
  kinds?: { open: Pointer; continue: Pointer; allow: Readonly<Record<string, string[]>> };
  /** Continuations after which only the closing may follow. */
  final?: Events;
  /** Where the request names keys that count as opened before the stream. */
  earlier?: Pointer;
}

/** Text that arrives in pieces. */
export interface TextRule {
  name: string;
  provenance?: Provenance;
  delta: Place;
  /** The event that completes it; where it has `at`, that field equals the pieces put together. */
  complete?: Omit<Place, 'at'> & { at?: Pointer };
  /** Later fields that equal it too. */
  copies?: Place[];
  /** The pieces put together are JSON, or a JSON object, or nothing; `complete.at` is then the parsed value. */
  json?: 'value' | 'object';
  /** `json` is not judged in a stream that has such an event: what was cut short need not be JSON. */
  unless?: Events;
  /** A complete text has to arrive in pieces; otherwise it may come without. */
  deltas?: 'required';
  /** Pieces have to be completed, unless the stream fails. */
  completion?: 'required';
}

/** Events that have to occur. With `when` exactly where the request body satisfies it, and never otherwise. */
export type RequiredEvents = string | (EventSelector & { when?: Conditions });

/** The rules of a stream as data: `x-stream-protocol` of a media type. `docs/streams.md` explains it. */
export interface StreamProtocol {
  /** How surely the rules are known: all, or by the name of a rule, `default` for the others. */
  provenance?: Provenance | Readonly<Partial<Record<ProtocolRule | 'default', Provenance>>>;
  /** Where an event's type is: a pointer, `event` for the `event:` name, or `none`. `/type` where left out. */
  type?: Pointer | 'event' | 'none';
  /** `open`: types that the schemas do not have are allowed. */
  types?: 'open' | 'closed';
  /** What the body of a request holds that asks for this stream, whatever its `Accept` says. */
  selectedBy?: Conditions;
  /** Headers that the response has, with these values. */
  headers?: Readonly<Record<string, string>>;
  /** The `event:` name: the type, none, anything, or by name the types that are sent under it. */
  eventName?: 'type' | 'none' | 'any' | Readonly<Record<string, string[]>>;
  /** Lines end in LF; without it CR and CRLF are as good. */
  lineEnds?: 'lf';
  /** Data that is not JSON and closes the stream. */
  sentinel?: string;
  /** The first event, which occurs once. */
  start?: Events;
  /** The last event: one of these, once. */
  end?: Events;
  /** Events that say that the stream failed: what is open may stay open. */
  failure?: {
    events: Events;
    /** False where the stream goes on after it. */
    ends?: boolean;
  };
  /** Events that say that the stream stopped early, without a failure: what is open may stay open. */
  incomplete?: Events;
  /** Events that no order applies to, as long as the stream has not ended. */
  anywhere?: Events;
  /** Groups of events; none of a group comes after one of a later group. */
  order?: Events[];
  /** Events that occur at most once, each. */
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
  /** The name of the lifecycle, text or field, where the protocol has several. */
  subject?: string;
  provenance: Provenance;
  message: string;
  expected: string;
  received: string;
  /** The event, from 1. */
  event: number;
  /** The offset of its last byte, where the caller knows it. */
  byte?: number;
}

/** How surely a rule is known. */
export function provenanceOf(protocol: StreamProtocol, rule: ProtocolRule, own?: Provenance): Provenance {
  if (own) return own;
  const { provenance = 'documented' } = protocol;
  return typeof provenance === 'string' ? provenance : (provenance[rule] ?? provenance.default ?? 'documented');
}

/** The `event:` name under which `type` is sent; `undefined` where the protocol leaves it open. */
export function nameOf({ eventName = 'any' }: StreamProtocol, type: string): string | undefined {
  if (eventName === 'type') return type;
  if (eventName === 'none') return 'message';
  if (eventName === 'any') return undefined;
  return Object.entries(eventName).find(([, types]) => types.includes(type))?.[0];
}
