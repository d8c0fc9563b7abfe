import type { Operation } from '../../../src/openapi/contract.ts';
import { isObject } from '../../../src/shared/json.ts';
import {
  type KeyedEvents,
  type Lifecycle,
  matchesType,
  rulesOf,
  type SameRule,
  type StatedRule,
  type StreamProtocol,
  typesIn,
} from '../../../src/sse/stream-protocol.ts';
import { encodeFrame, type Frame } from '../../streams/frame.ts';
import type { Fault } from '../fault.ts';
import { type FrameJudge, ruleName, schemaRule, suitSchemas, violatedRules } from './judge-frames.ts';
import { type EditKind, editKinds, withValue } from './stream-edits.ts';

/**
 * One fault for each rule that the protocols of a document state: `lifecycle-closed-content-block` violates
 * `lifecycle-closed: content block`, and no other rule.
 */
export function deriveFaults(operations: readonly Operation[]): Fault[] {
  const faults = new Map<string, Fault>();
  for (const { stream } of operations) {
    if (!stream?.protocol) continue;
    for (const stated of rulesOf(stream.protocol)) {
      if (!canViolate(stated, stream.protocol)) continue;
      const fault = faultFor(stated, stream.protocol);
      if (!faults.has(fault.name)) faults.set(fault.name, fault);
    }
    const schema = spoil('event-schema', 'An event violates its schema.', schemaRule, ['change']);
    faults.set(schema.name, schema);
  }
  return [...faults.values()];
}

/** False for a rule that no stream can violate, or only together with another rule. */
function canViolate({ rule, subject }: StatedRule, { lifecycles = [], same = [] }: StreamProtocol): boolean {
  const lifecycle = lifecycles.find(({ name }) => name === subject);
  if (!lifecycle) return true;
  const outer = lifecycles.find(({ name }) => name === lifecycle.within);
  if (rule === 'lifecycle-unique') {
    // An event that also opens the outer lifecycle would violate that one's rule as well.
    const opensBoth = outer && covers(outer.open, lifecycle.open) && isSame(outer.key, lifecycle.key);
    return !opensBoth && !lifecycle.repeatable?.includes('open');
  }
  if (rule === 'lifecycle-nested') {
    // Every opening continues an outer lifecycle of all types, or opens it: the outer lifecycle reports events outside
    // of it.
    return !outer || ![outer.continue ?? [], outer.open].some((events) => covers(events, lifecycle.open));
  }
  // The positions in a complete array are those of the closings: a gap changes them as well.
  if (rule === 'lifecycle-numbered') return !same.some(({ places }) => numbersClosings(places, lifecycle));
  return true;
}

/** True if a type of the outer selector matches everything that the inner selector matches. */
function covers(outer: KeyedEvents, inner: KeyedEvents): boolean {
  const types = typesIn(inner);
  const whole = [outer].flat().filter((one): one is string => typeof one === 'string');
  return types.length > 0 && types.every((type) => matchesType(whole, type));
}

function isSame(one: Lifecycle['key'], other: Lifecycle['key']): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function numbersClosings(places: SameRule['places'], { key, close }: Lifecycle): boolean {
  const isOfClosings = ({ on, key: own }: SameRule['places'][number]) =>
    on !== undefined && close !== undefined && covers(on, close) && isSame(own, key);
  return (
    places.some(isOfClosings) &&
    places.some(({ complete, key: own }) => complete && [own ?? []].flat().at(-1)?.endsWith('/#'))
  );
}

function faultFor({ rule, subject, text, pointer }: StatedRule, protocol: StreamProtocol): Fault {
  const { headers = {} } = protocol;
  const name = [rule, ...(subject === undefined ? [] : [kebab(subject)])].join('-');
  const title = `Violated: ${text.replaceAll('`', '')}`;
  const violates = ruleName(rule, subject);
  if (rule === 'headers') {
    const dropped = Object.keys(headers)
      .find((one) => one === subject)
      ?.toLowerCase();
    return {
      name,
      title,
      violates,
      behaviour: () => ({
        reply: (reply) => {
          if (dropped === undefined || !reply.playback || !(dropped in reply.headers)) return reply;
          const { [dropped]: _, ...rest } = reply.headers;
          return { ...reply, headers: rest };
        },
      }),
    };
  }
  if (rule === 'line-ends')
    return { name, title, violates, behaviour: () => ({ frames: (frames) => frames.map(withCrLf) }) };
  return spoil(name, title, violates, editsFor(rule), aboutTypes(pointer, protocol));
}

/** The event types of a rule about a field; empty if it applies to any type. */
function aboutTypes(pointer: string, { fields = [] }: StreamProtocol): string[] {
  const [, index] = /^\/fields\/(\d+)$/.exec(pointer) ?? [];
  const types = index === undefined ? [] : typesIn(fields[Number(index)]?.on);
  return types.some((type) => type.includes('*')) ? [] : types;
}

/** A fault that searches for an edit that violates only its rule. If there is none, the stream is unchanged. */
function spoil(
  name: string,
  title: string,
  rule: string,
  kinds: readonly EditKind[],
  types: readonly string[] = [],
): Fault {
  // Skip the search if the stream has no event of the rule.
  const canFind = (frames: readonly Frame[]) =>
    types.length === 0 ||
    frames.some((frame) => frame.kind === 'message' && types.includes(String(frame.data.type ?? frame.event)));
  // A failed search costs up to a second: it is not repeated for a stream of the same form.
  const without = new Set<string>();
  const search = (frames: Frame[], judge: FrameJudge) => {
    const form = formOf(frames);
    if (without.has(form)) return frames;
    const edited = findEdit(frames, rule, kinds, judge);
    if (edited === frames && without.size < 100) without.add(form);
    return edited;
  };
  return {
    name,
    title,
    violates: rule,
    behaviour: () => ({
      frames: (frames, { judge }) => (judge && canFind(frames) ? search(frames, judge) : frames),
    }),
  };
}

/** The names, types and fields of a stream's events. */
function formOf(frames: readonly Frame[]): string {
  const forms = frames.map((frame) =>
    frame.kind === 'message' ? [frame.event, frame.data.type, ...Object.keys(frame.data)] : frame.kind,
  );
  return JSON.stringify(forms);
}

/** Maximum edits to try: each is read by a new reader, which costs about half a millisecond. */
const mostEdits = 1500;

function findEdit(frames: Frame[], rule: string, kinds: readonly EditKind[], judge: FrameJudge): Frame[] {
  const before = violatedRules(frames, judge);
  const known = new Set(frames);
  let left = mostEdits;
  for (const kind of kinds) {
    for (const edited of editKinds[kind](frames)) {
      left -= 1;
      if (left < 0) return frames;
      const repaired = rule.startsWith('field-counter') ? edited : recount(edited, judge.protocol);
      const violated = [...violatedRules(repaired, judge)].filter((one) => !before.has(one));
      if (violated.some((one) => one !== rule)) continue;
      if (rule !== schemaRule && violated.length === 0) continue;
      // Schemas last: validating an event costs more than reading the stream.
      const added = repaired.filter((frame) => !known.has(frame));
      if (suitSchemas(added, judge) === (rule !== schemaRule)) return repaired;
    }
  }
  return frames;
}

/** Renumbers counters, so that a dropped or repeated event does not violate a counter rule as well. */
function recount(frames: Frame[], { fields = [] }: StreamProtocol): Frame[] {
  const counters = fields.flatMap(({ counter, at }) =>
    [at].flat().flatMap((pointer) => {
      const isField = counter !== undefined && /^\/[^/*#~]+$/.test(pointer);
      return isField ? [{ name: pointer.slice(1), counter }] : [];
    }),
  );
  return counters.reduce((counted, { name, counter }) => {
    let next = counter;
    return counted.map((frame) => {
      if (frame.kind !== 'message' || !isObject(frame.data) || typeof frame.data[name] !== 'number') return frame;
      const number = next++;
      return frame.data[name] === number ? frame : withValue(frame, [name], number);
    });
  }, frames);
}

/** Edits in the order in which they are likely to violate a rule. */
function editsFor(rule: StatedRule['rule']): EditKind[] {
  const first: Partial<Record<string, EditKind[]>> = {
    'data-json': ['breakJson'],
    'event-name': ['rename'],
    'sentinel-last': ['repeat'],
    'start-once': ['repeat', 'repeatBlock'],
    'end-once': ['repeat'],
    'end-last': ['repeat'],
    'event-order': ['move', 'repeat'],
    'event-once': ['repeat'],
    'event-required': ['drop', 'dropAlike', 'dropRange'],
    'lifecycle-closed': ['drop', 'dropAlike', 'repeatAsNew'],
    'lifecycle-unique': ['repeat', 'repeatBlock', 'changeEverywhere', 'change'],
    'lifecycle-over': ['repeat', 'move'],
    'lifecycle-contiguous': ['move'],
    'lifecycle-nested': ['move', 'drop', 'change'],
    'lifecycle-numbered': ['changeEverywhere', 'change'],
    'lifecycle-kind': ['change', 'swapObject'],
    'lifecycle-final': ['move', 'repeat'],
    'text-equal': ['drop', 'change'],
  };
  const wanted =
    first[rule] ??
    (rule.startsWith('field') ? ['change', 'merge', 'swapObject', 'changeEverywhere'] : ['drop', 'dropAlike']);
  return [
    ...new Set<EditKind>([
      ...wanted,
      'drop',
      'repeat',
      'change',
      'dropAlike',
      'changeEverywhere',
      'move',
      'repeatChanged',
      'repeatBlock',
      'merge',
      'swapObject',
    ]),
  ];
}

function withCrLf(frame: Frame): Frame {
  if (frame.kind !== 'message' && frame.kind !== 'bytes' && frame.kind !== 'comment') return frame;
  const text = new TextDecoder().decode(encodeFrame(frame));
  const bytes = new TextEncoder().encode(text.replaceAll('\n', '\r\n'));
  return { kind: 'bytes', bytes, history: 'history' in frame ? frame.history : null };
}

function kebab(text: string): string {
  return text
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .toLowerCase();
}
