/**
 * Compares two ISO 8601 timestamps to the last digit: negative if `one` is earlier. `undefined` if they cannot be
 * compared: only one has a zone (CONTRACT-FACTS, "Read precisely"), or one is invalid.
 */
export function compareTimestamps(one: unknown, other: unknown): number | undefined {
  const [first, second] = [parse(one), parse(other)];
  if (!first || !second || first.zoned !== second.zoned) return undefined;
  const difference = first.nanoseconds - second.nanoseconds;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function parse(text: unknown): { zoned: boolean; nanoseconds: bigint } | undefined {
  const match =
    typeof text === 'string' &&
    /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})(?::(\d{2})(?:[.,](\d+))?)?([Zz]|[+-]\d{2}(?::?\d{2})?)?$/.exec(text);
  if (!match) return undefined;
  const [, date, time, seconds = '00', fraction = '', zone] = match;
  const milliseconds = Date.parse(`${date}T${time}:${seconds}Z`);
  if (Number.isNaN(milliseconds)) return undefined;
  const nanoseconds = BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  return { zoned: zone !== undefined, nanoseconds: nanoseconds - BigInt(offsetMinutes(zone)) * 60_000_000_000n };
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || zone === 'Z' || zone === 'z') return 0;
  const [, sign, hours, minutes = '0'] = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}
