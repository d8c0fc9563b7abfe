import type { StreamEvent } from '../control-types.ts';
import { element } from '../element.ts';
import { createVirtualGrid } from '../requests/virtual-grid.ts';
import { exactTime, readableTime, shorten } from '../visible-text.ts';
import { laneOf } from './time-line-scale.ts';

/** The callbacks of the table of events. */
export interface EventGridParts {
  colorOf(lane: string): number;
  /** All events of the shown stream. */
  events(): readonly StreamEvent[] | undefined;
  /** Called when the user selects an event. */
  open(event: StreamEvent): void;
}

/** The table of the events of one stream. */
export function createEventGrid({ colorOf, events, open }: EventGridParts) {
  return createVirtualGrid<StreamEvent>({
    label: 'Events of the stream',
    columns: [
      { name: 'index', title: '#' },
      { name: 'at', title: 'At' },
      { name: 'gap', title: 'Gap' },
      { name: 'type', title: 'Type' },
      { name: 'name', title: 'Event' },
      { name: 'data', title: 'Payload' },
    ],
    keyOf: ({ index }) => String(index),
    classOf: ({ problems }) => (problems.length > 0 ? 'broken' : ''),
    cells: (event) => drawCells(event, events(), colorOf(laneOf(event))),
    open,
    move: open,
  });
}

function drawCells(event: StreamEvent, events: readonly StreamEvent[] | undefined, color: number): (Node | string)[] {
  const before = events?.[events.indexOf(event) - 1];
  const gap = event.milliseconds - (before?.milliseconds ?? 0);
  const bar = element('i', { class: 'gap-bar', 'aria-hidden': 'true' });
  // To scale up to two seconds; a longer gap fills the cell.
  bar.style.setProperty('width', `${Math.min(100, gap / 20)}%`);
  const broken = event.problems.map(({ message }) => message).join(' ');
  const others = (event.lifecycles ?? []).filter((one) => one !== laneOf(event));
  return [
    String(event.index + 1),
    exactTime(event.milliseconds),
    element('span', {}, `+${readableTime(gap)}`, bar),
    element(
      'span',
      {},
      element('span', { class: `type-name color-${color}` }, shorten(laneOf(event), 40)),
      element('span', { class: 'quiet' }, shorten(` ${others.join(' · ')}`, 60)),
    ),
    shorten(event.event ?? '', 40),
    element('span', {}, broken && element('span', { class: 'bad' }, `✗ ${broken} `), shorten(event.data, 300)),
  ];
}
