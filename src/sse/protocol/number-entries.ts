import { countOf } from '../../shared/wording.ts';
import { trim } from './check.ts';
import { type KeyReading, outerKey } from './key.ts';
import type { Lifecycle } from './protocol.ts';
import type { Scope } from './selector.ts';

type Report = (message: string, expected: string, received: string) => void;

/** The numbers of the entries of a lifecycle. */
export interface EntryNumbers {
  /** Reads the number of an opened entry, its last key part. False if it has none. */
  add(key: KeyReading, scope: Scope, reopened: boolean): boolean;
  /** Checks what is known only at the end of a stream. */
  close(): void;
}

/** Checks that entries are numbered, in order or without gaps at the end. */
export function numberEntries({ name, numbered: from, anyOrder, key }: Lifecycle, report: Report): EntryNumbers {
  const parts = [key ?? []].flat().length;
  const ranges = new Map<unknown, { count: number; next: number; low: number; high: number }>();
  return {
    add(read, scope, reopened) {
      const value = from === undefined ? undefined : read.readings.at(-1)?.read(scope);
      if (typeof value !== 'number') return false;
      const owner = outerKey(read, parts - 1)(scope);
      const range = ranges.get(owner) ?? { count: 0, next: from!, low: value, high: value };
      const expected = range.next;
      range.count += 1;
      range.next = value + 1;
      range.low = Math.min(range.low, value);
      range.high = Math.max(range.high, value);
      ranges.set(owner, range);
      trim(ranges);
      if (value !== expected && !reopened && !anyOrder)
        report(`${name} ${value} is out of order.`, String(expected), String(value));
      return true;
    },
    close() {
      for (const { count, low, high } of ranges.values()) {
        if (!anyOrder || (low === from && high === from! + count - 1)) continue;
        const all = count === 1 ? `${from}` : `${from} to ${from! + count - 1}`;
        const received = count === 1 ? `${low}` : `${low} to ${high}`;
        report(`The numbers of ${countOf(count, name)} have gaps.`, all, received);
      }
    },
  };
}
