/** Formats JSON for reading; text is unchanged. */
export function toReadable(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

/** Truncates a text. */
export function shorten(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '')}…`;
}

/** Formats a duration: `340 ms`, `1.24 s`, `2 min 5 s`. */
export function readableTime(milliseconds: number): string {
  if (milliseconds < 1) return `${milliseconds > 0 ? '<1' : '0'} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(milliseconds < 10_000 ? 2 : 1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

/** Formats a time in a stream with milliseconds: `0.052 s`, `1:58.060`. */
export function exactTime(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  const seconds = (whole % 60_000) / 1000;
  if (whole < 60_000) return `${seconds.toFixed(3)} s`;
  return `${Math.floor(whole / 60_000)}:${seconds.toFixed(3).padStart(6, '0')}`;
}
