import { UsageError } from '../shared/usage-error.ts';

/** A parser for an integer of at least `least`. */
export function readCount(option: string, least: number): (text: string) => number {
  return (text) => {
    const count = Number(text);
    if (/^\d+$/.test(text) && Number.isSafeInteger(count) && count >= least) return count;
    throw new UsageError(`${option} ${text} must be a whole number, ${least} or more.`);
  };
}
