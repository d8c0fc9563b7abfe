import { harmless, harmlessLine } from '../../src/shared/harmless.ts';

/** A copy of a report whose texts are safe to show anywhere. Every reporter uses it. */
export function safeReport<Value>(report: Value): Value {
  return mapTexts(report, '') as Value;
}

function mapTexts(value: unknown, key: string): unknown {
  // The lines of a reproduction are separate commands.
  if (typeof value === 'string') return key === 'reproduce' ? harmless(value) : harmlessLine(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [harmlessLine(name), mapTexts(item, name)]));
}
