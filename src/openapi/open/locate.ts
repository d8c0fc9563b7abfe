import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE } from 'js-yaml';
import { fromPointer } from '../json-pointer.ts';
import { deepest } from './tree-limits.ts';

/** A place in a file, both from 1. */
export interface Position {
  line: number;
  column: number;
}

/** The places of values in a text. */
export interface Locator {
  at(pointer: string): Position;
  textAt(pointer: string): string | undefined;
}

/** One value of the text: its offsets and its children. */
interface Place {
  start: number;
  end: number;
  /** Of a mapping, by key. */
  entries?: Map<string, { key: number; value: Place }>;
  /** Of a sequence. */
  items?: Place[];
}

/** Finds values of a YAML or JSON text by JSON Pointer. The first call parses the text again. */
export function createLocator(text: string): Locator {
  const lines = lineStarts(text);
  const root = readPlaces(text);
  return {
    at: (pointer) => positionOf(lines, find(root, fromPointer(pointer)).offset),
    textAt(pointer) {
      const { place, whole } = find(root, fromPointer(pointer));
      return whole && !place.entries && !place.items ? text.slice(place.start, place.end) : undefined;
    },
  };
}

/** The places of a value and its key; those of the nearest ancestor if there is no such value. */
function find(root: Place, steps: readonly string[]): { place: Place; offset: number; whole: boolean } {
  let place = root;
  let offset = root.start;
  for (const step of steps) {
    const entry = place.entries?.get(step) ?? place.entries?.get('<<')?.value.entries?.get(step);
    const next = entry?.value ?? place.items?.[Number(step)];
    if (!next) return { place, offset, whole: false };
    offset = entry?.key ?? next.start;
    place = next;
  }
  return { place, offset, whole: true };
}

function readPlaces(text: string): Place {
  let events: Event[];
  try {
    events = parseEvents(text, { maxDepth: deepest });
  } catch {
    return { start: 0, end: 0 };
  }
  const anchors = new Map<string, Place>();
  let index = 0;
  let last = 0;
  const readNode = (): Place => {
    const event = events[index++]!;
    if (event.type === EVENT_ID.ALIAS) {
      return {
        ...anchors.get(text.slice(event.anchorStart, event.anchorEnd)),
        start: event.anchorStart,
        end: event.anchorEnd,
      };
    }
    if (event.type === EVENT_ID.SCALAR) {
      const quoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
      const place =
        event.valueStart < 0
          ? { start: last, end: last }
          : { start: event.valueStart - Number(quoted), end: event.valueEnd + Number(quoted) };
      last = place.end;
      return keep(event, place);
    }
    const place: Place = { start: 'start' in event ? event.start : last, end: last };
    if (event.type === EVENT_ID.SEQUENCE) place.items = readAll(() => readNode());
    if (event.type === EVENT_ID.MAPPING) place.entries = new Map(readAll(readEntry));
    place.end = last;
    return keep(event, place);
  };
  const readEntry = (): [string, { key: number; value: Place }] => {
    const event = events[index];
    const key = readNode();
    return [event?.type === EVENT_ID.SCALAR ? getScalarValue(text, event) : '', { key: key.start, value: readNode() }];
  };
  const readAll = <T>(read: () => T): T[] => {
    const list: T[] = [];
    while (events[index] && events[index]!.type !== EVENT_ID.POP) list.push(read());
    index += 1;
    return list;
  };
  const keep = (event: Event, place: Place): Place => {
    if ('anchorStart' in event && event.anchorStart >= 0)
      anchors.set(text.slice(event.anchorStart, event.anchorEnd), place);
    return place;
  };
  // The first event opens the document.
  index = 1;
  return events.length > 2 ? readNode() : { start: 0, end: 0 };
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

function positionOf(starts: readonly number[], offset: number): Position {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}
