import { decodePercent } from '../../../src/shared/encoding/decode-percent.ts';
import { countOf } from '../../../src/shared/wording.ts';
import type { FeedEvents } from '../control-types.ts';
import { element } from '../element.ts';
import { oncePerFrame, type View, type ViewParts } from '../view.ts';
import { createStreamDetail } from './stream-detail.ts';
import { createStreamList } from './stream-list.ts';
import { createStreamStore, problemsOf } from './stream-store.ts';

/** The list of the streams, next to the selected one. */
export function createStreamsView(parts: ViewParts): View {
  const { feed, control, attempt, say, sandbox } = parts;
  const store = createStreamStore(() => performance.now());
  let shown: string | undefined;
  /** A new stream is shown until the user selects one. */
  let chosenByUser = false;
  let wanted: { request: number; sandbox: string | undefined } | undefined;

  const list = createStreamList(parts, (stream) => choose(stream));
  const detail = createStreamDetail(parts);
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
      list.element,
    ),
    detail.element,
  );

  const visible = () => store.list.filter((stream) => sandbox() === undefined || stream.sandbox === sandbox());
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
    const streams = visible();
    empty.hidden = streams.length > 0;
    list.draw(streams, shown);
    detail.draw(store.get(shown ?? ''));
    // The axis of a running stream grows even if no event arrives.
    if (streams.some(({ ended, paused }) => !ended && !paused)) setTimeout(redraw, 60);
  });
  const choose = (stream: string, byUser = true) => {
    chosenByUser = byUser;
    shown = stream;
    detail.clear();
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
    say(`A stream started: ${scenario || operation}.`);
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
      if (number !== undefined) wanted = { request: Number(number), sandbox: name ? decodePercent(name) : undefined };
      else if (address && store.get(address)) choose(address);
      redraw();
    },
  };
}

const endings: Record<string, string> = { ended: 'ended', cut: 'was cut', left: 'ended: the client disconnected' };
