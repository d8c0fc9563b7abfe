import { deepEqual } from './deep-equal.ts';
import type { EventSelector, Events, KeyedEvents, Pointer } from './protocol.ts';

/** The scope of pointers: the event, then the item of each `*`. */
export interface Scope {
  nodes: unknown[];
  /** The position of each item in its array. */
  indices: number[];
}

/** A compiled pointer. */
export interface Reading {
  /** The paths to the arrays of each `*`, each from the item of the previous one. */
  frame: readonly (readonly string[])[];
  read(scope: Scope): unknown;
}

/** Handles one event. */
export type EventHandler = (event: unknown) => void;

/** Tests one event. */
export type EventTest = (event: unknown) => boolean;

const segments = new Map<string, RegExp>();

/** True if the selector may match events of this type. */
export function matchesType(events: Events, type: string): boolean {
  if (Array.isArray(events)) return events.some((one) => matchesType(one, type));
  if (typeof events === 'string') return matchesPattern(events, type);
  if (events.type === undefined) return true;
  return [events.type].flat().some((one) => matchesPattern(one, type));
}

function matchesPattern(pattern: string, type: string): boolean {
  if (!pattern.includes('*')) return pattern === type;
  let expression = segments.get(pattern);
  if (!expression) {
    expression = new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`, 's');
    segments.set(pattern, expression);
  }
  return expression.test(type);
}

/** Compiles a pointer (RFC 6901) with `*` and a last `#`. */
export function compilePointer(pointer: Pointer): Reading {
  const parts = pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const frame: string[][] = [];
  let path: string[] = [];
  for (const part of parts) {
    if (part !== '*' && part !== '#') {
      path.push(part);
      continue;
    }
    frame.push(path);
    path = [];
    if (part === '#') {
      const depth = frame.length - 1;
      return { frame, read: ({ indices }) => indices[depth] };
    }
  }
  const depth = frame.length;
  if (path.length === 1) {
    const [name] = path as [string];
    return { frame, read: ({ nodes }) => fieldOf(nodes[depth], name) };
  }
  if (path.length === 2) {
    const [outer, name] = path as [string, string];
    return { frame, read: ({ nodes }) => fieldOf(fieldOf(nodes[depth], outer), name) };
  }
  return { frame, read: ({ nodes }) => walk(nodes[depth], path) };
}

function fieldOf(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? (node as Record<string, unknown>)[name] : undefined;
}

function walk(node: unknown, path: readonly string[]): unknown {
  let value = node;
  for (let index = 0; index < path.length; index += 1) value = fieldOf(value, path[index]!);
  return value;
}

/** Compiles a selector for events of `type`: a test for each alternative that can match one. */
export function compileSelector(events: Events | KeyedEvents, type: string): EventTest[] {
  return alternativesOf(events, type).map(compileTest);
}

/** True if one of the tests passes. */
export function matchesAny(tests: readonly EventTest[], event: unknown): boolean {
  for (const test of tests) if (test(event)) return true;
  return false;
}

/**
 * Compiles a visit of all parts of an event that a selector and the `read` pointers refer to, once if none of them has
 * a `*`. `undefined` if the selector cannot match events of `type`.
 */
export function compileVisit(
  events: Events | KeyedEvents,
  type: string,
  read: readonly Reading[],
  visit: (scope: Scope) => void,
): EventHandler | undefined {
  return inTurn(alternativesOf(events, type).map((one) => visitIn(one, read, visit)));
}

/** Combines several handlers into one. */
export function inTurn(handlers: readonly EventHandler[]): EventHandler | undefined {
  if (handlers.length < 2) return handlers[0];
  return (event) => {
    for (const handler of handlers) handler(event);
  };
}

function alternativesOf(events: Events | KeyedEvents, type: string): EventSelector[] {
  const matching = [events].flat().filter((one) => matchesType(one, type));
  return matching.map((one) => (typeof one === 'string' ? {} : one));
}

function compileTest(selector: EventSelector): EventTest {
  let found = false;
  const visit = visitIn(selector, [], () => {
    found = true;
  });
  return (event) => {
    found = false;
    visit(event);
    return found;
  };
}

/**
 * The scope of all visits, which follow one another: creating one for each event costs as much as parsing it, and
 * storing the event in many is work for the garbage collector. An action must not start another visit.
 */
const scope: Scope = { nodes: [undefined], indices: [] };

/** Makes an event the root of the scope, and returns the scope. */
export function enter(event: unknown): Scope {
  if (scope.nodes[0] !== event) scope.nodes[0] = event;
  return scope;
}

function visitIn(selector: EventSelector, read: readonly Reading[], visit: (scope: Scope) => void): EventHandler {
  const tests: { reading: Reading; test: (value: unknown) => boolean }[] = [
    ...[selector.has ?? []].flat().map((at) => ({ reading: compilePointer(at), test: isPresent })),
    ...[selector.lacks ?? []].flat().map((at) => ({ reading: compilePointer(at), test: isAbsent })),
    ...Object.entries(selector.where ?? {}).map(([at, wanted]) => ({
      reading: compilePointer(at),
      test: isOneOf(wanted),
    })),
  ];
  const visitMatching = () => {
    for (const { reading, test } of tests) if (!test(reading.read(scope))) return;
    visit(scope);
  };
  const act = tests.length === 0 ? visit : visitMatching;
  const frame = longest([...read, ...tests.map(({ reading }) => reading)]);
  if (frame.length === 0) {
    return (event) => act(enter(event));
  }
  return (event) => descend(frame, 0, enter(event), act);
}

function longest(readings: readonly Reading[]): Reading['frame'] {
  return readings.reduce<Reading['frame']>((best, { frame }) => (frame.length > best.length ? frame : best), []);
}

function forEachScope(frame: Reading['frame'], event: unknown, visit: (scope: Scope) => void): void {
  const scope: Scope = { nodes: [event], indices: [] };
  if (frame.length === 0) visit(scope);
  else descend(frame, 0, scope, visit);
}

function descend(frame: Reading['frame'], depth: number, scope: Scope, visit: (scope: Scope) => void): void {
  const list = walk(scope.nodes[depth], frame[depth]!);
  if (!Array.isArray(list)) return;
  for (let index = 0; index < list.length; index += 1) {
    scope.nodes[depth + 1] = list[index];
    scope.indices[depth] = index;
    if (depth + 1 === frame.length) visit(scope);
    else descend(frame, depth + 1, scope, visit);
  }
}

/** Tests a value against a literal, or a list of them; `null` also matches an absent field. */
export function isOneOf(wanted: unknown): (value: unknown) => boolean {
  if (!Array.isArray(wanted)) return (value) => isValue(value, wanted);
  return (value) => wanted.some((one) => isValue(value, one));
}

function isValue(value: unknown, wanted: unknown): boolean {
  return value === wanted || deepEqual(value ?? null, wanted);
}

/** True for a field that is present and not null. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isAbsent(value: unknown): boolean {
  return !isPresent(value);
}

/** True if a request body satisfies the conditions. */
export function satisfies(value: unknown, conditions: Readonly<Record<Pointer, unknown>>): boolean {
  return compileTest({ where: conditions })(value);
}

/** All values at a pointer; several if it has a `*`. */
export function valuesAt(value: unknown, pointer: Pointer): unknown[] {
  const reading = compilePointer(pointer);
  const values: unknown[] = [];
  forEachScope(reading.frame, value, (scope) => {
    const found = reading.read(scope);
    if (isPresent(found)) values.push(found);
  });
  return values;
}
