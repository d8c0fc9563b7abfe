import type { StreamEvent } from '../control-types.ts';
import { drawing } from '../element.ts';
import { exactTime } from '../visible-text.ts';
import { type Bar, ticksOf } from './time-line-scale.ts';

export const laneHeight = 22;
export const axisHeight = 22;
/** The margin at both ends, in pixels. */
export const room = 10;

/** A time line at one moment. Times are in milliseconds, sizes in pixels. */
export interface TimeLinePicture {
  bars: readonly Bar[];
  lanes: readonly string[];
  /** The time range of the axis. */
  length: number;
  elapsed: number;
  isOver: boolean;
  /** Pixels per millisecond. */
  pixels: number;
  width: number;
  height: number;
  chosen: StreamEvent | undefined;
  colorOf(lane: string): number;
}

/** The ticks of the axis, the lanes, the bars, and lines at the selected event and at the current end. */
export function drawTimeLine(picture: TimeLinePicture) {
  const { bars, lanes, length, elapsed, isOver, pixels, width, height, chosen, colorOf } = picture;
  const y = (lane: string) => axisHeight + lanes.indexOf(lane) * laneHeight;
  const ticks = ticksOf(length, pixels);
  const step = (ticks[1] ?? length) - (ticks[0] ?? 0);
  const upright = (kind: string, x: number) => drawing('line', { class: kind, x1: x, x2: x, y1: 14, y2: height });
  return [
    ...ticks.flatMap((time) => [
      upright('tick', room + time * pixels),
      drawing('text', { class: 'tick-text', x: room + time * pixels + 3, y: 11 }, readableTick(time, step)),
    ]),
    ...lanes.map((lane) =>
      drawing('line', { class: 'lane', x1: 0, x2: width, y1: y(lane) + laneHeight, y2: y(lane) + laneHeight }),
    ),
    chosen && upright('cursor', room + chosen.milliseconds * pixels + 2),
    !isOver && upright('until', room + elapsed * pixels),
    ...bars.flatMap((bar) => [
      drawing('rect', {
        class: `event color-${colorOf(bar.lane)}${bar.broken ? ' broken' : ''}${chosen && bar.events.includes(chosen) ? ' chosen' : ''}`,
        x: room + bar.x,
        y: y(bar.lane) + 4,
        width: bar.width,
        height: laneHeight - 7,
        rx: 1.5,
      }),
      bar.broken && drawing('text', { class: 'broken-mark', x: room + bar.x + bar.width / 2, y: y(bar.lane) + 5 }, '✗'),
      drawCount(bar, bars, y(bar.lane) + laneHeight - 7),
    ]),
  ];
}

/** The number of events of a bar: inside it, else to its left if there is room. */
function drawCount(bar: Bar, bars: readonly Bar[], y: number) {
  const { length } = bar.events;
  if (length < 2) return undefined;
  const needed = 3 + 7 * String(length).length;
  if (bar.width >= needed) return drawing('text', { class: 'many', x: room + bar.x + bar.width / 2, y }, length);
  const left = bar.x - needed - 10;
  const isFree = bars.every(
    (other) => other === bar || other.lane !== bar.lane || other.x + other.width < left || other.x > bar.x - 1,
  );
  if (left < 0 || !isFree) return undefined;
  return drawing('text', { class: 'many beside', x: room + bar.x - 3, y }, `×${length}`);
}

/** @param step the time between two marks; fractions of a second are shown if marks are closer than one */
function readableTick(time: number, step: number): string {
  if (time < 1000) return `${time} ms`;
  if (time < 60_000) return `${time / 1000} s`;
  const [clock = '', fraction = ''] = exactTime(time).split('.');
  return step < 1000 ? `${clock}.${fraction}` : clock;
}
