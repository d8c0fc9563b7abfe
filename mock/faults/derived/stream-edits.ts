import { isObject } from '../../../src/shared/json.ts';
import type { Frame, MessageFrame } from '../../streams/frame.ts';

/** Edited versions of a stream. They are tried in order, so they are created lazily. */
export type StreamEdits = Iterable<Frame[]>;

/** The kinds of edits, by name. */
export const editKinds = {
  drop: dropOne,
  dropAlike: dropAllAlike,
  dropRange,
  repeat: repeatOne,
  repeatBlock,
  repeatChanged,
  repeatAsNew,
  move: moveOne,
  breakJson,
  rename: renameEvent,
  change: changeField,
  changeEverywhere,
  merge: mergeTwo,
  swapObject,
} satisfies Record<string, (frames: Frame[]) => StreamEdits>;

export type EditKind = keyof typeof editKinds;

function* dropOne(frames: Frame[]): StreamEdits {
  for (const index of sentIn(frames).reverse()) yield frames.toSpliced(index, 1);
}

/** Drops all events of one shape. */
function* dropAllAlike(frames: Frame[]): StreamEdits {
  const seen = new Set<string>();
  for (const index of sentIn(frames)) {
    const shape = shapeOf(frames[index]!);
    if (seen.has(shape)) continue;
    seen.add(shape);
    yield frames.filter((frame) => !isSent(frame) || shapeOf(frame) !== shape);
  }
}

/** Drops a range of events, the longest first. */
function* dropRange(frames: Frame[]): StreamEdits {
  const sent = sentIn(frames).slice(0, 40);
  for (const from of sent) {
    for (const to of sent.toReversed()) if (to > from) yield frames.toSpliced(from, to - from + 1);
  }
}

/** Repeats one event: immediately, a little later, before the last event, and at the end. */
function* repeatOne(frames: Frame[]): StreamEdits {
  const sent = sentIn(frames);
  const last = sent.at(-1) ?? 0;
  for (const index of sent) {
    const copy = forget(frames[index]!);
    for (const later of [1, 2, 3])
      if (later === 1 || index + later < last) yield frames.toSpliced(index + later, 0, copy);
    if (index < last) yield frames.toSpliced(last, 0, copy);
    yield [...frames, copy];
  }
}

/** Repeats a range of events directly after it. */
function* repeatBlock(frames: Frame[]): StreamEdits {
  const sent = sentIn(frames).slice(0, 60);
  for (const [position, from] of sent.entries()) {
    for (const to of sent.slice(position + 1)) {
      yield frames.toSpliced(to + 1, 0, ...frames.slice(from, to + 1).map(forget));
    }
  }
}

/** Repeats an event immediately, with another value in one field. */
function* repeatChanged(frames: Frame[]): StreamEdits {
  for (const { index, changed } of changedFrames(frames)) yield frames.toSpliced(index + 1, 0, forget(changed));
}

/** Repeats an event before the last one as a new one of its kind: with the next number, and another id. */
function* repeatAsNew(frames: Frame[]): StreamEdits {
  const sent = sentIn(frames);
  const last = sent.at(-1) ?? 0;
  for (const index of sent.reverse()) {
    const frame = frames[index]!;
    if (frame.kind !== 'message') continue;
    const leaves = leavesOf(frame.data);
    for (const { way, value } of leaves) {
      if (typeof value !== 'number') continue;
      const next = withValue(frame, way, value + 1);
      for (const { way: id, value: text } of leaves) {
        if (typeof text === 'string') yield frames.toSpliced(last, 0, forget(withValue(next, id, `${text}-other`)));
      }
    }
  }
}

function* moveOne(frames: Frame[]): StreamEdits {
  const sent = sentIn(frames).slice(0, 60);
  for (const from of sent) {
    const frame = frames[from]!;
    for (const to of sent) {
      if (to === from || Math.abs(to - from) > 40) continue;
      yield frames.toSpliced(from, 1).toSpliced(to, 0, frame);
    }
  }
}

/** Inserts data that is not JSON before an event. */
function* breakJson(frames: Frame[]): StreamEdits {
  const bytes = new TextEncoder().encode('data: {"broken":\n\n');
  for (const index of sentIn(frames)) yield frames.toSpliced(index, 0, { kind: 'bytes', bytes, history: null });
}

function* renameEvent(frames: Frame[]): StreamEdits {
  for (const index of sentIn(frames)) {
    const frame = frames[index]!;
    if (frame.kind !== 'message') continue;
    for (const event of frame.event === undefined ? ['update'] : ['update', 'message', undefined]) {
      if (event !== frame.event) yield frames.toSpliced(index, 1, { ...frame, event });
    }
  }
}

function* changeField(frames: Frame[]): StreamEdits {
  for (const { index, changed } of changedFrames(frames)) yield frames.toSpliced(index, 1, changed);
}

/** Each sent event with another value in one field. */
function* changedFrames(frames: Frame[]): Generator<{ index: number; changed: MessageFrame }> {
  const values = valuesByName(frames);
  for (const index of sentIn(frames)) {
    const frame = frames[index]!;
    if (frame.kind !== 'message') continue;
    for (const { way, value } of leavesOf(frame.data)) {
      for (const other of othersFor(value, values.get(String(way.at(-1))) ?? [])) {
        yield { index, changed: withValue(frame, way, other) };
      }
    }
  }
}

/** Changes a value in a field of every event that has it, such as the key of a block. */
function* changeEverywhere(frames: Frame[]): StreamEdits {
  const seen = new Set<string>();
  const values = valuesByName(frames);
  for (const index of sentIn(frames)) {
    const frame = frames[index]!;
    if (frame.kind !== 'message') continue;
    for (const { way, value } of leavesOf(frame.data)) {
      const name = way.at(-1);
      const used = (values.get(String(name)) ?? []).filter((one) => one !== value).slice(0, 2);
      const id = `${String(name)} ${JSON.stringify(value)}`;
      if (seen.has(id) || value === null || typeof value === 'boolean') continue;
      seen.add(id);
      for (const other of typeof value === 'number' ? [value + 5, value + 1] : [`${value}-other`, ...used]) {
        yield frames.map((one) => (one.kind === 'message' ? replaceIn(one, name, value, other) : one));
      }
    }
  }
}

/**
 * Replaces an object with another one under the same name, or adds it to an empty list: a delta of another kind, an
 * early block.
 */
function* swapObject(frames: Frame[]): StreamEdits {
  const seen = frames.flatMap((frame) => (frame.kind === 'message' ? objectsOf(frame.data) : []));
  for (const index of sentIn(frames)) {
    const frame = frames[index]!;
    if (frame.kind !== 'message') continue;
    for (const { way, value } of objectsOf(frame.data)) {
      for (const other of unlike(seen.filter((one) => one.way.at(-1) === way.at(-1)))) {
        if (other !== value) yield frames.toSpliced(index, 1, withValue(frame, way, other));
      }
    }
    for (const { way, value } of leavesOf(frame.data)) {
      if (!Array.isArray(value)) continue;
      for (const other of unlike(seen)) yield frames.toSpliced(index, 1, withValue(frame, way, [other]));
    }
  }
}

/** Objects of different shapes, a few. */
function unlike(leaves: readonly Leaf[]): unknown[] {
  const byShape = new Map(leaves.map(({ value }) => [JSON.stringify(leavesOf(value).map(({ way }) => way)), value]));
  return [...byShape.values()].slice(0, 6);
}

function objectsOf(value: unknown, way: Leaf['way'] = []): Leaf[] {
  if (!isObject(value)) return [];
  const own = Object.entries(value).flatMap(([name, one]) => objectsOf(one, [...way, name]));
  return way.length > 0 ? [{ way, value }, ...own] : own;
}

/** Merges two events: empty fields of the first come from the second. */
function* mergeTwo(frames: Frame[]): StreamEdits {
  const sent = sentIn(frames);
  for (const [position, from] of sent.entries()) {
    const [frame, next] = [frames[from]!, frames[sent[position + 1] ?? -1]];
    if (frame.kind !== 'message' || next?.kind !== 'message') continue;
    const own = Object.entries(frame.data).filter(([, value]) => !isEmpty(value));
    const data = { ...next.data, ...Object.fromEntries(own) };
    yield frames.filter((one) => one !== next).with(from, { ...frame, data, history: frame.history && data });
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function replaceIn(frame: MessageFrame, name: unknown, value: unknown, other: unknown): MessageFrame {
  return leavesOf(frame.data)
    .filter((leaf) => leaf.way.at(-1) === name && leaf.value === value)
    .reduce((changed, { way }) => withValue(changed, way, other), frame);
}

interface Leaf {
  way: (string | number)[];
  value: unknown;
}

const mostLeaves = 40;

/** The paths of all leaf values; an empty list is a leaf. */
function leavesOf(value: unknown, way: (string | number)[] = [], leaves: Leaf[] = []): Leaf[] {
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : isObject(value)
      ? Object.entries(value)
      : [];
  if (entries.length === 0 && way.length > 0) leaves.push({ way, value });
  for (const [name, one] of entries) if (leaves.length < mostLeaves) leavesOf(one, [...way, name], leaves);
  return leaves;
}

/** Alternative values for a field; `undefined` removes the field. */
function othersFor(value: unknown, seen: readonly unknown[]): unknown[] {
  const others = seen.filter((one) => one !== value).slice(0, 3);
  if (typeof value === 'string') return [`${value}-other`, ...others, undefined, ...(value === '' ? ['other'] : [''])];
  if (typeof value === 'number') return [value + 1, value + 1000, value - 1, 0, ...others, undefined];
  if (typeof value === 'boolean') return [!value, undefined];
  if (value === null) return [...others, 'other', 1, {}];
  return [...others, undefined, null, Array.isArray(value) ? [{}] : {}];
}

function valuesByName(frames: readonly Frame[]): Map<string, unknown[]> {
  const values = new Map<string, unknown[]>();
  for (const frame of frames) {
    if (frame.kind !== 'message') continue;
    for (const { way, value } of leavesOf(frame.data)) {
      const name = String(way.at(-1));
      const known = values.get(name) ?? [];
      if (known.length < 6 && !known.includes(value)) values.set(name, [...known, value]);
    }
  }
  return values;
}

/** The event with another value at one path, both as sent and as stored. */
export function withValue(frame: MessageFrame, way: readonly (string | number)[], value: unknown): MessageFrame {
  const data = structuredClone(frame.data);
  let owner: Record<string | number, unknown> = data;
  for (const step of way.slice(0, -1)) owner = owner[step] as Record<string | number, unknown>;
  const name = way.at(-1)!;
  if (value === undefined && !Array.isArray(owner)) delete owner[name];
  else owner[name] = value;
  return { ...frame, data, history: frame.history && data };
}

/** Maximum events of one shape to edit: the first and the last ones. */
const mostAlike = 4;

function sentIn(frames: readonly Frame[]): number[] {
  const alike = new Map<string, number[]>();
  for (const [index, frame] of frames.entries()) {
    if (!isSent(frame)) continue;
    const shape = shapeOf(frame);
    alike.set(shape, [...(alike.get(shape) ?? []), index]);
  }
  return [...alike.values()]
    .flatMap((indices) => [...new Set([...indices.slice(0, mostAlike - 1), indices.at(-1)!])])
    .sort((one, other) => one - other);
}

function isSent(frame: Frame): boolean {
  return frame.kind === 'message' || frame.kind === 'bytes';
}

function shapeOf(frame: Frame): string {
  if (frame.kind !== 'message') return frame.kind;
  const { type, object } = frame.data;
  return JSON.stringify([type ?? object, leavesOf(frame.data).map(({ way }) => way.join('.'))]);
}

/** The repeated event is sent but not stored in the history. */
function forget(frame: Frame): Frame {
  return 'history' in frame ? { ...frame, history: null } : frame;
}
