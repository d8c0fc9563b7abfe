import { parseJson } from '../../../src/shared/json.ts';
import { countOf } from '../../../src/shared/wording.ts';
import type { FeedEvents, StreamEvent } from '../control-types.ts';
import { element, fill, setText } from '../element.ts';
import { createVirtualGrid } from '../requests/virtual-grid.ts';
import { createSaveButton, isForwarded, upstreamTag } from '../upstream.ts';
import { oncePerFrame, type View, type ViewParts } from '../view.ts';
import { exactTime, readableTime, shorten, toReadable } from '../visible-text.ts';
import { createStreamStore, elapsedOf, type KnownStream, problemsOf } from './stream-store.ts';
import { createTimeLine } from './time-line.ts';
import { laneOf } from './time-line-scale.ts';

/** The types of the contract have their colours; others take one in the order in which they come. */
const knownTypes = [
  'thinking_delta',
  'text_delta',
  'thinking',
  'text',
  'tool_call',
  'tool_result',
  'stop',
  'user_input',
];

/** The streams on a time line, and what can be done with one that runs. */
export function createStreamsView(parts: ViewParts): View {
  const { feed, control, attempt, say, sandbox } = parts;
  const store = createStreamStore(() => performance.now());
  const colors = new Map(knownTypes.map((type, index) => [type, index]));
  const colorOf = (lane: string) => {
    if (!colors.has(lane)) colors.set(lane, 8 + ((colors.size - knownTypes.length) % 4));
    return colors.get(lane)!;
  };
  let shown: string | undefined;
  /** A stream that begins is shown, until the user chooses one. */
  let chosenByUser = false;
  let wanted: { request: number; sandbox: string | undefined } | undefined;

  const list = element('ul', { class: 'stream-list' });
  const title = element('h3', { tabindex: -1 });
  const facts = element('p', { class: 'quiet' });
  const problems = element('ul', { class: 'problems' });
  const payload = element('pre', { class: 'payload', tabindex: 0, 'aria-label': 'Payload of the event' });
  const showEvent = (event: StreamEvent) => {
    const read = event.kind === 'message' && !event.cut ? (parseJson(event.data) ?? event.data) : event.data;
    const notes = event.problems.map(({ clause, message }) => `✗ ${clause}: ${message}`);
    setText(payload, [...notes, toReadable(read), ...(event.cut ? ['(cut: it is longer)'] : [])].join('\n'));
    payload.hidden = false;
  };
  const timeLine = createTimeLine(colorOf, (event) => {
    showEvent(event);
    grid.select(String(event.index));
  });
  const grid = createVirtualGrid<StreamEvent>({
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
    classOf: ({ problems: broken }) => (broken.length > 0 ? 'broken' : ''),
    cells: (event) => drawCells(event, store.get(shown ?? '')?.events, colorOf(laneOf(event))),
    open: (event) => showAt(event),
    move: (event) => showAt(event),
  });
  const showAt = (event: StreamEvent) => {
    timeLine.select(store.get(shown ?? '')?.events.indexOf(event));
    showEvent(event);
  };

  const steer = (action: 'pause' | 'resume' | 'step' | 'cut') => () =>
    attempt(async () => {
      if (shown !== undefined) await control.steer(shown, action);
    });
  const button = (text: string, action: () => void, className = '') =>
    element('button', { type: 'button', class: className, onclick: action }, text);
  const pause = button('Pause', () => steer(store.get(shown ?? '')?.paused ? 'resume' : 'pause')());
  const step = button('Step', steer('step'));
  const cut = button('Cut', steer('cut'), 'danger');
  const requestOf = () => {
    const stream = store.get(shown ?? '');
    return stream && { number: stream.request, ...(stream.sandbox === undefined ? {} : { sandbox: stream.sandbox }) };
  };
  const save = createSaveButton(requestOf, parts);
  const request = element('a', { href: '#requests' }, 'Show its request');
  const detail = element(
    'div',
    { class: 'pane stream-detail', hidden: true },
    element(
      'div',
      { class: 'bar' },
      title,
      element('div', { class: 'row steer', role: 'group', 'aria-label': 'The stream' }, pause, step, cut),
    ),
    element('div', { class: 'row wrap stream-facts' }, facts, request, save),
    problems,
    timeLine.element,
    element('div', { class: 'events-and-payload' }, grid.element, payload),
  );
  const empty = element(
    'div',
    { class: 'empty' },
    element('p', {}, 'No stream yet.'),
    element('p', { class: 'quiet' }, element('a', { href: '#try' }, 'Ask something'), ' to see its events.'),
  );
  const holder = element(
    'section',
    { class: 'view split streams', 'aria-label': 'Streams' },
    element(
      'div',
      { class: 'pane stream-pane' },
      element('div', { class: 'bar' }, element('h2', {}, 'Streams')),
      empty,
      list,
    ),
    detail,
  );

  const items = new Map<string, { item: HTMLElement; update(stream: KnownStream): void }>();
  const visible = () => store.list.filter((stream) => sandbox() === undefined || stream.sandbox === sandbox());
  const drawList = () => {
    const streams = visible();
    empty.hidden = streams.length > 0;
    for (const [id, { item }] of items) {
      if (streams.some(({ stream }) => stream === id)) continue;
      item.remove();
      items.delete(id);
    }
    streams.forEach((stream, index) => {
      const known = items.get(stream.stream) ?? drawItem(stream, parts, () => choose(stream.stream));
      items.set(stream.stream, known);
      known.update(stream);
      known.item.firstElementChild?.setAttribute('aria-current', String(stream.stream === shown));
      if (list.children[index] !== known.item) list.insertBefore(known.item, list.children[index] ?? null);
    });
  };
  let drawnProblems = '';
  const drawDetail = () => {
    const stream = shown === undefined ? undefined : store.get(shown);
    detail.hidden = !stream;
    if (!stream) return;
    const { events, ended, paused, session, speed, faults, request: number, dropped } = stream;
    const forwarded = isForwarded(stream, parts);
    fill(title, ...nameOf(stream, parts), ' ', drawState(stream));
    request.setAttribute('href', `#requests/${encodeURIComponent(`${stream.sandbox ?? ''}/${number}`)}`);
    save.hidden = !forwarded;
    save.disabled = ended?.how !== 'ended';
    setText(
      facts,
      [
        `request ${number}`,
        session,
        !forwarded && (speed === 'max' ? 'at once' : `speed ${speed}×`),
        ...faults.map((fault) => `fault ${fault}`),
        `${events.length + dropped} events in ${readableTime(elapsedOf(stream, performance.now()))}`,
      ]
        .filter(Boolean)
        .join(' · '),
    );
    const broken = problemsOf(stream);
    const drawnNow = `${stream.stream} ${broken.length}`;
    if (drawnProblems !== drawnNow) {
      drawnProblems = drawnNow;
      fill(
        problems,
        ...broken.map(({ clause, message }) => element('li', {}, element('b', {}, clause), ` ${message}`)),
      );
    }
    problems.hidden = broken.length === 0;
    setText(pause, paused ? 'Resume' : 'Pause');
    pause.disabled = ended !== undefined;
    cut.disabled = ended !== undefined;
    step.disabled = ended !== undefined || !paused;
    timeLine.draw(events, elapsedOf(stream, performance.now()), ended !== undefined);
    grid.set(events);
  };
  const redraw = oncePerFrame(() => {
    if (wanted) {
      const found = store.list.find((one) => one.request === wanted?.request && one.sandbox === wanted.sandbox);
      if (found) {
        wanted = undefined;
        choose(found.stream);
      }
    }
    if (holder.hidden) return;
    if (shown === undefined || !store.get(shown)) shown = visible()[0]?.stream;
    drawList();
    drawDetail();
    // The axis of a stream that runs grows also while nothing comes.
    if (visible().some(({ ended, paused }) => !ended && !paused)) setTimeout(redraw, 60);
  });
  const choose = (stream: string, byUser = true) => {
    chosenByUser = byUser;
    shown = stream;
    timeLine.fit();
    grid.select(undefined);
    grid.follow();
    payload.hidden = true;
    redraw();
  };
  const hear = <Kind extends keyof FeedEvents>(kind: Kind, told?: (data: FeedEvents[Kind]) => void) =>
    feed.on(kind, (data) => {
      store.take(kind, data);
      told?.(data);
      redraw();
    });
  hear('stream-began', ({ stream, scenario, operation }) => {
    const current = store.get(shown ?? '');
    if (!chosenByUser || current?.ended) choose(stream, false);
    say(`A stream began: ${scenario || operation}.`);
  });
  hear('stream-event');
  hear('stream-paused', () => say('Paused.'));
  hear('stream-resumed', () => say('Resumed.'));
  hear('stream-ended', ({ how, stream }) => {
    const known = store.get(stream);
    const broken = known ? problemsOf(known).length : 0;
    say(`The stream ${endings[how] ?? how}${broken > 0 ? `, ${countOf(broken, 'violation')}` : ''}.`);
  });
  feed.on('reset', ({ sandbox: name }) => {
    store.forget(name);
    redraw();
  });
  const load = () =>
    attempt(async () => {
      store.load(await control.streams());
      redraw();
    });
  feed.onOpen(load);
  feed.on('missed', load);

  return {
    element: holder,
    show(address) {
      const [, name, number] = /^request\/([^/]*)\/(\d+)$/.exec(address ?? '') ?? [];
      if (number !== undefined)
        wanted = { request: Number(number), sandbox: name ? decodeURIComponent(name) : undefined };
      else if (address && store.get(address)) choose(address);
      redraw();
    },
  };
}

const states: Record<string, string> = { ended: 'ended', cut: 'cut', left: 'client left' };
const endings: Record<string, string> = { ended: 'ended', cut: 'was cut', left: 'ended: the client disconnected' };

function drawState({ ended, paused }: KnownStream): HTMLElement {
  const text = ended ? (states[ended.how] ?? ended.how) : paused ? 'paused' : 'live';
  const kind = ended ? (ended.how === 'ended' ? 'over' : 'bad') : paused ? 'warn' : 'good';
  return element('span', { class: `state ${kind}` }, text);
}

/** The scenario that it plays; of a proxy the operation, marked. */
function nameOf(stream: KnownStream, parts: ViewParts): (HTMLElement | string)[] {
  if (isForwarded(stream, parts)) return [stream.operation, upstreamTag()];
  return [stream.scenario || stream.operation];
}

function drawItem(first: KnownStream, parts: ViewParts, choose: () => void) {
  const name = element('b', {}, ...nameOf(first, parts));
  const state = element('span');
  const facts = element('span', { class: 'quiet' });
  const item = element(
    'li',
    {},
    element(
      'button',
      { type: 'button', class: 'item', onclick: choose },
      element('span', { class: 'row' }, name, state),
      facts,
    ),
  );
  return {
    item,
    update(stream: KnownStream) {
      const broken = problemsOf(stream).length;
      const drawn = drawState(stream);
      if (state.textContent !== drawn.textContent) fill(state, drawn);
      const text = [
        `#${stream.request}`,
        stream.sandbox,
        `${stream.events.length + stream.dropped} events`,
        broken > 0 ? `✗ ${countOf(broken, 'violation')}` : undefined,
        ...stream.faults,
      ];
      setText(facts, text.filter(Boolean).join(' · '));
    },
  };
}

function drawCells(event: StreamEvent, events: readonly StreamEvent[] | undefined, color: number): (Node | string)[] {
  const before = events?.[events.indexOf(event) - 1];
  const gap = event.milliseconds - (before?.milliseconds ?? 0);
  const bar = element('i', { class: 'gap-bar', 'aria-hidden': 'true' });
  // To scale up to two seconds; what is longer fills the cell, and its number says how long.
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
