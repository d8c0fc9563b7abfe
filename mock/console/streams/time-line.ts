import { countOf } from '../../../src/shared/wording.ts';
import type { StreamEvent } from '../control-types.ts';
import { drawing, element, fill, setText } from '../element.ts';
import { readableTime, shorten } from '../visible-text.ts';
import { axisHeight, drawTimeLine, laneHeight, room } from './draw-time-line.ts';
import { axisLength, type Bar, barsOf, laneOf } from './time-line-scale.ts';

/** A stream over time: a lane for each type of event, a bar for each event at its exact time. */
export interface TimeLine {
  element: HTMLElement;
  /**
   * @param elapsed milliseconds so far
   * @param isOver the axis ends with the stream
   */
  draw(events: readonly StreamEvent[], elapsed: number, isOver: boolean): void;
  /** Selects an event and scrolls to it. */
  select(index: number | undefined): void;
  /** Shows the whole stream again. */
  fit(): void;
}

/** Maximum pixels per millisecond. */
const closest = 4;

/**
 * Arrow keys move between events, Home and End to the first and the last; plus and minus zoom, 0 shows the whole
 * stream.
 *
 * @param seen called with the event that the user selects
 */
export function createTimeLine(colorOf: (lane: string) => number, seen: (event: StreamEvent) => void): TimeLine {
  let events: readonly StreamEvent[] = [];
  let bars: Bar[] = [];
  let lanes: string[] = [];
  let elapsed = 0;
  let isOver = false;
  let zoom = 1;
  let selected: number | undefined;
  let pixels = 1;
  const picture = drawing('svg', { class: 'time-line', 'aria-hidden': 'true', focusable: 'false' });
  const names = element('div', { class: 'lanes', 'aria-hidden': 'true' });
  const scroller = element(
    'div',
    {
      class: 'time-scroller',
      role: 'slider',
      tabindex: 0,
      'aria-label': 'Events over time',
      'aria-valuemin': 0,
      'aria-orientation': 'horizontal',
    },
    picture,
  );
  const tip = element('div', { class: 'tip', 'aria-hidden': 'true', hidden: true });
  const button = (label: string, text: string, action: () => void) =>
    element('button', { type: 'button', 'aria-label': label, title: label, onclick: action }, text);
  const scale = element('span', { class: 'quiet scale' });
  const holder = element(
    'div',
    { class: 'time-holder' },
    element('div', { class: 'lanes-and-line' }, names, scroller, tip),
    element(
      'div',
      { class: 'row zoom' },
      scale,
      button('Zoom out', '−', () => zoomTo(zoom / 2)),
      button('Fit the whole stream', 'Fit', () => zoomTo(1)),
      button('Zoom in', '+', () => zoomTo(zoom * 2)),
    ),
  );

  const width = () => Math.max(120, scroller.clientWidth - 2 * room);
  const zoomTo = (wanted: number) => {
    const length = isOver ? Math.max(elapsed, 1) : axisLength(elapsed);
    const most = Math.max(1, (closest * length) / width());
    const middle = (scroller.scrollLeft + scroller.clientWidth / 2) / pixels;
    zoom = Math.min(most, Math.max(1, wanted));
    draw();
    const at = selected === undefined ? middle : (events[selected]?.milliseconds ?? middle);
    scroller.scrollLeft = at * pixels - scroller.clientWidth / 2;
  };

  const draw = () => {
    if (scroller.clientWidth === 0) return;
    const length = isOver ? Math.max(elapsed, 1) : axisLength(elapsed);
    pixels = (width() * zoom) / length;
    bars = barsOf(events, pixels);
    lanes = [...new Set(events.map(laneOf))];
    const height = lanes.length * laneHeight + axisHeight;
    const full = width() * zoom + 2 * room;
    picture.setAttribute('width', String(full));
    picture.setAttribute('height', String(height));
    const chosen = selected === undefined ? undefined : events[selected];
    fill(
      picture,
      ...drawTimeLine({ bars, lanes, length, elapsed, isOver, pixels, width: full, height, chosen, colorOf }),
    );
    fill(
      names,
      ...lanes.map((lane) =>
        element('span', { class: `lane-name color-${colorOf(lane)}`, title: lane }, shorten(lane, 40)),
      ),
    );
    setText(scale, `${readableTime(100 / pixels)} in 100 px · gaps are to scale`);
    scroller.setAttribute('aria-valuemax', String(Math.max(0, events.length - 1)));
    scroller.setAttribute('aria-valuenow', String(selected ?? Math.max(0, events.length - 1)));
    scroller.setAttribute(
      'aria-valuetext',
      chosen ? describe(chosen, events) : `${countOf(events.length, 'event')} in ${readableTime(elapsed)}`,
    );
  };

  const showTip = (event: StreamEvent, more: number) => {
    fill(
      tip,
      element('b', {}, `${event.index + 1}. ${laneOf(event)}`),
      element(
        'span',
        { class: 'quiet' },
        ` ${event.event ? `event: ${event.event} · ` : ''}${readableTime(event.milliseconds)}${more > 0 ? ` · and ${more} more here` : ''}`,
      ),
      element('code', {}, shorten(event.data, 400)),
      ...event.problems.map(({ clause, message }) => element('span', { class: 'bad' }, `✗ ${clause}: ${message}`)),
    );
    tip.hidden = false;
    const left = room + event.milliseconds * pixels - scroller.scrollLeft + scroller.offsetLeft;
    tip.style.setProperty('left', `${Math.max(0, Math.min(left + 8, holder.clientWidth - tip.offsetWidth))}px`);
    const row = axisHeight + (lanes.indexOf(laneOf(event)) + 1) * laneHeight;
    tip.style.setProperty('top', `${row + 4}px`);
  };
  const barAt = (event: PointerEvent): Bar | undefined => {
    const box = picture.getBoundingClientRect();
    const x = event.clientX - box.left - room;
    const lane = lanes[Math.floor((event.clientY - box.top - axisHeight) / laneHeight)];
    return bars.find((bar) => bar.lane === lane && x >= bar.x - 4 && x <= bar.x + bar.width + 4);
  };
  const goTo = (index: number) => {
    const event = events[Math.max(0, Math.min(events.length - 1, index))];
    if (!event) return;
    timeLine.select(events.indexOf(event));
    seen(event);
    showTip(event, 0);
  };
  picture.addEventListener('pointermove', (event) => {
    const bar = barAt(event as PointerEvent);
    const first = bar?.events[0];
    if (bar && first) showTip(first, bar.events.length - 1);
    else tip.hidden = true;
  });
  picture.addEventListener('pointerleave', () => {
    tip.hidden = true;
  });
  picture.addEventListener('click', (event) => {
    const first = barAt(event as PointerEvent)?.events[0];
    if (first) goTo(events.indexOf(first));
  });
  scroller.addEventListener('blur', () => {
    tip.hidden = true;
  });
  scroller.addEventListener('keydown', (event) => {
    const from = selected ?? -1;
    const targets: Record<string, number> = {
      ArrowRight: from + 1,
      ArrowLeft: from - 1,
      ArrowDown: from + 1,
      ArrowUp: from - 1,
      PageDown: from + 10,
      PageUp: from - 10,
      Home: 0,
      End: events.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) goTo(target);
    else if (event.key === '+' || event.key === '=') zoomTo(zoom * 2);
    else if (event.key === '-') zoomTo(zoom / 2);
    else if (event.key === '0') zoomTo(1);
    else if (event.key === 'Escape' && !tip.hidden) tip.hidden = true;
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  new ResizeObserver(draw).observe(scroller);

  const timeLine: TimeLine = {
    element: holder,
    draw(next, time, over) {
      [events, elapsed, isOver] = [next, time, over];
      draw();
    },
    select(index) {
      selected = index;
      draw();
      const event = index === undefined ? undefined : events[index];
      if (!event) return;
      const x = room + event.milliseconds * pixels;
      if (x < scroller.scrollLeft || x > scroller.scrollLeft + scroller.clientWidth - 20) {
        scroller.scrollLeft = x - scroller.clientWidth / 2;
      }
    },
    fit() {
      zoom = 1;
      selected = undefined;
      tip.hidden = true;
    },
  };
  return timeLine;
}

function describe(event: StreamEvent, events: readonly StreamEvent[]): string {
  const broken = event.problems.map(({ message }) => ` Violation: ${message}`).join('');
  return `Event ${event.index + 1} of ${events.length}, ${laneOf(event)}, at ${readableTime(event.milliseconds)}: ${shorten(event.data, 300)}${broken}`;
}
