import type { StreamEvent } from '../control-types.ts';

/** Events of one lane that are so close that they are drawn as one bar. */
export interface Bar {
  /** Pixels from the start. */
  x: number;
  width: number;
  lane: string;
  /** Its events, in order. */
  events: StreamEvent[];
  broken: boolean;
}

/** Minimum width of a bar that is easy to click, in pixels. */
const narrowest = 4;
const gap = 1;

/** The name of a lane: the type of its events, else their name or kind. */
export function laneOf({ lane, type, event, kind }: StreamEvent): string {
  return lane ?? type ?? (kind === 'message' ? event || 'message' : kind);
}

/**
 * Bars at their exact times, with gaps to scale. Overlapping bars of one lane are combined into one with its events, so
 * that a burst is one block with a number.
 *
 * @param pixels per millisecond
 */
export function barsOf(events: readonly StreamEvent[], pixels: number): Bar[] {
  const bars: Bar[] = [];
  const last = new Map<string, Bar>();
  for (const event of events) {
    const lane = laneOf(event);
    const x = event.milliseconds * pixels;
    const before = last.get(lane);
    if (before && x < before.x + before.width + gap && before.width < 40) {
      before.events.push(event);
      before.broken ||= event.problems.length > 0;
      before.width = Math.max(before.width, x - before.x + narrowest);
      continue;
    }
    const start = before ? Math.max(x, before.x + before.width + gap) : x;
    const bar = { x: start, width: narrowest, lane, events: [event], broken: event.problems.length > 0 };
    bars.push(bar);
    last.set(lane, bar);
  }
  return bars;
}

/**
 * The length of the axis of a running stream, in milliseconds: it grows in steps, so that the bars do not move
 * constantly.
 */
export function axisLength(elapsed: number): number {
  const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500].map((one) => one * 100);
  const step = steps.find((one) => one >= elapsed);
  return step ?? Math.ceil(elapsed / 60_000) * 60_000;
}

/** Ticks of the axis, at round times no closer than `closest` pixels. Milliseconds. */
export function ticksOf(length: number, pixels: number, closest = 72): number[] {
  const atLeast = closest / pixels;
  const power = 10 ** Math.floor(Math.log10(atLeast));
  let step = [1, 2, 5, 10].map((one) => one * power).find((one) => one >= atLeast) ?? atLeast;
  // Above seconds, round times are multiples of sixty.
  if (step > 5000)
    step = [10_000, 15_000, 30_000, 60_000].find((one) => one >= atLeast) ?? Math.ceil(atLeast / 60_000) * 60_000;
  const ticks: number[] = [];
  for (let time = 0; time <= length + 0.5; time += step) ticks.push(Math.round(time * 1000) / 1000);
  return ticks;
}
