import type { QueuedResponse } from '../control-types.ts';
import { element, fill } from '../element.ts';
import type { ViewParts } from '../view.ts';
import { shorten } from '../visible-text.ts';

/** The queued responses, each with a button to edit it. @param edit called with the response to edit */
export function createQueueView({ control, feed, attempt }: ViewParts, edit: (queued: QueuedResponse) => void) {
  const list = element('ol', { class: 'queue', 'aria-label': 'Queued responses' });
  const load = async () => {
    const queue = await control.queue();
    fill(list, ...queue.map(drawOne));
    list.hidden = queue.length === 0;
  };
  const remove = ({ id }: QueuedResponse) =>
    attempt(async () => {
      await control.removeQueued(id);
      await load();
    });
  const drawOne = (one: QueuedResponse) =>
    element(
      'li',
      { class: 'row wrap' },
      element('span', {}, describe(one)),
      element('span', { class: 'spring' }),
      element(
        'span',
        { class: 'row' },
        element('button', { type: 'button', onclick: () => edit(one) }, 'Edit'),
        element('button', { type: 'button', onclick: () => remove(one) }, 'Remove'),
      ),
    );
  for (const kind of ['queued', 'request', 'reset'] as const) feed.on(kind, () => void load().catch(() => {}));
  return { element: list, load };
}

function describe({ operation, scenario, fault, speed, response, left }: QueuedResponse): string {
  const words = [
    scenario && `scenario ${scenario}`,
    ...[fault ?? []].flat().map((name) => `fault ${name}`),
    speed !== undefined && `speed ${speed}`,
    response &&
      `status ${response.status ?? 200} ${response.body === undefined ? '' : shorten(JSON.stringify(response.body), 80)}`,
  ].filter(Boolean);
  return `${left > 1 ? `${left} × ` : ''}${operation ?? 'any operation'}: ${words.join(', ')}`;
}
