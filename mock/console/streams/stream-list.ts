import { countOf } from '../../../src/shared/wording.ts';
import { element, fill, setText } from '../element.ts';
import type { ViewParts } from '../view.ts';
import { drawState, nameOf } from './draw-stream.ts';
import { type KnownStream, problemsOf } from './stream-store.ts';

/** The list of the streams, newest first. @param choose called when the user selects one */
export function createStreamList(parts: ViewParts, choose: (stream: string) => void) {
  const list = element('ul', { class: 'stream-list' });
  const items = new Map<string, { item: HTMLElement; update(stream: KnownStream): void }>();
  return {
    element: list,
    draw(streams: readonly KnownStream[], shown: string | undefined) {
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
    },
  };
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
