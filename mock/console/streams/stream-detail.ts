import { parseJson } from '../../../src/shared/json.ts';
import type { StreamEvent } from '../control-types.ts';
import { element, fill, setText } from '../element.ts';
import { createSaveButton, isForwarded } from '../upstream.ts';
import type { ViewParts } from '../view.ts';
import { readableTime, toReadable } from '../visible-text.ts';
import { drawState, nameOf } from './draw-stream.ts';
import { createEventGrid } from './event-grid.ts';
import { createLaneColors } from './lane-colors.ts';
import { elapsedOf, type KnownStream, problemsOf } from './stream-store.ts';
import { createTimeLine } from './time-line.ts';

/** One stream: its time line, its events and their payloads, and its controls while it runs. */
export function createStreamDetail(parts: ViewParts) {
  const { control, attempt } = parts;
  const colorOf = createLaneColors();
  let shown: KnownStream | undefined;

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
  const grid = createEventGrid({
    colorOf,
    events: () => shown?.events,
    open(event) {
      timeLine.select(shown?.events.indexOf(event));
      showEvent(event);
    },
  });

  const steer = (action: 'pause' | 'resume' | 'step' | 'cut') => () =>
    attempt(async () => {
      if (shown) await control.steer(shown.stream, action);
    });
  const button = (text: string, action: () => void, className = '') =>
    element('button', { type: 'button', class: className, onclick: action }, text);
  const pause = button('Pause', () => steer(shown?.paused ? 'resume' : 'pause')());
  const step = button('Step', steer('step'));
  const cut = button('Cut', steer('cut'), 'danger');
  const requestOf = () =>
    shown && { number: shown.request, ...(shown.sandbox === undefined ? {} : { sandbox: shown.sandbox }) };
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

  let drawnProblems = '';
  const draw = (stream: KnownStream | undefined) => {
    shown = stream;
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

  return {
    element: detail,
    /** Shows the current state of a stream; `undefined` hides the detail. */
    draw,
    /** Forgets the selection in the previous stream. */
    clear() {
      timeLine.fit();
      grid.select(undefined);
      grid.follow();
      payload.hidden = true;
    },
  };
}
