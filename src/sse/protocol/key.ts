import { excerpt } from '../../shared/excerpt.ts';
import type { Pointer } from './protocol.ts';
import { compilePointer, type Reading, type Scope } from './selector.ts';

/** Reads the key that distinguishes entries of one kind. */
export interface KeyReading {
  readings: readonly Reading[];
  /** `undefined` if a part is missing, or neither a string nor a number. */
  read(scope: Scope): unknown;
  /** The key in messages. */
  show(scope: Scope): string;
}

/** The key if there is only one entry. */
const only = '';
const separator = '\u0000';

/** Compiled keys by their pointers. */
export type CompiledKeys = Map<string, KeyReading>;

/** Compiles the pointers of a key. Rules with the same `compiled` keys share one, which reads each event once. */
export function compileKey(key: Pointer | Pointer[] | undefined, compiled: CompiledKeys = new Map()): KeyReading {
  const pointers = [key ?? []].flat();
  const name = JSON.stringify(pointers);
  const known = compiled.get(name);
  if (known) return known;
  const readings = pointers.map(compilePointer);
  const [first] = readings;
  const read: KeyReading['read'] = readings.length === 1 ? (scope) => asPart(first!.read(scope)) : wholeKey(readings);
  const inEvent = readings.length > 0 && readings.every(({ frame }) => frame.length === 0);
  const reading: KeyReading = {
    readings,
    read: inEvent ? oncePerEvent(read) : read,
    show: (scope) => readings.map((one) => excerpt(one.read(scope), 60)).join(', '),
  };
  compiled.set(name, reading);
  return reading;
}

function oncePerEvent(read: KeyReading['read']): KeyReading['read'] {
  let last: unknown;
  let key: unknown;
  return (scope) => {
    const [event] = scope.nodes;
    if (event !== last) [last, key] = [event, read(scope)];
    return key;
  };
}

type KeyPart = string | number | undefined;

function asPart(value: unknown): KeyPart {
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** Joins the parts, once for consecutive events with equal ones: a new string costs more than the comparison. */
function wholeKey(readings: readonly Reading[]): KeyReading['read'] {
  const parts: KeyPart[] = readings.map(() => undefined);
  let whole: string | undefined = readings.length === 0 ? only : undefined;
  return (scope) => {
    let same = whole !== undefined;
    for (let index = 0; index < readings.length; index += 1) {
      const part = asPart(readings[index]!.read(scope));
      if (part === undefined) {
        whole = undefined;
        return undefined;
      }
      if (part === parts[index]) continue;
      parts[index] = part;
      same = false;
    }
    if (!same) {
      whole = only;
      for (const part of parts) whole += separator + (typeof part === 'string' ? part : `#${part}`);
    }
    return whole;
  };
}

/** The outer lifecycle's key, which is a prefix of the inner one's. */
export function outerKey(inner: KeyReading, parts: number): KeyReading['read'] {
  if (parts === 0) return () => only;
  const readings = inner.readings.slice(0, parts);
  if (parts > 1) {
    return (scope) =>
      readings.reduce((whole, { read }) => {
        const part = read(scope);
        return whole + separator + (typeof part === 'string' ? part : `#${String(part)}`);
      }, only);
  }
  return (scope) => readings[0]!.read(scope);
}
