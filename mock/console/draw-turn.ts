import type { Turn, TurnPart } from '../../src/client/turn.ts';
import { element, fill, setText } from './element.ts';
import { showMarkdown } from './markdown.ts';
import { shorten, toReadable } from './visible-text.ts';

/** A turn, shown as in a chat. Updates change only what differs, so that open details stay open. */
export interface TurnView {
  element: HTMLElement;
  draw(turn: Turn): void;
}

export function createTurnView(): TurnView {
  const question = element('p', { class: 'question' });
  const answer = element('div', { class: 'answer' });
  const failed = element('p', { class: 'failed' });
  const cost = element('p', { class: 'quiet cost' });
  const drawn: { part: TurnPart; view: HTMLElement }[] = [];
  const article = element('article', { class: 'turn' }, question, answer, failed, cost);
  return {
    element: article,
    draw({ prompt, parts, status, error, usage }) {
      show(question, prompt);
      parts.forEach((part, index) => {
        const before = drawn[index];
        if (before?.part === part) return;
        const view = before ? update(before.view, before.part, part) : drawPart(part);
        if (!before) answer.append(view);
        else if (view !== before.view) before.view.replaceWith(view);
        drawn[index] = { part, view };
      });
      for (const { view } of drawn.splice(parts.length)) view.remove();
      show(failed, status === 'failed' || status === 'cancelled' ? error : null);
      const { duration_ms: duration, total_input_tokens: taken, total_output_tokens: given } = usage ?? {};
      show(cost, usage && `${((duration ?? 0) / 1000).toFixed(1)} s · ${taken ?? '?'} tokens in, ${given ?? '?'} out`);
      article.setAttribute('aria-busy', String(status === 'streaming'));
    },
  };
}

function update(view: HTMLElement, before: TurnPart, part: TurnPart): HTMLElement {
  if (before.type !== part.type) return drawPart(part);
  if (part.type === 'tool_call') fill(view, ...toolContent(part));
  else if (part.type === 'text') showMarkdown(view, part.content);
  else setText(view.querySelector('.content') ?? view, part.content);
  return view;
}

function drawPart(part: TurnPart): HTMLElement {
  if (part.type === 'text') {
    const view = element('div', { class: 'text content markdown' });
    showMarkdown(view, part.content);
    return view;
  }
  if (part.type === 'tool_call') return element('details', { class: 'part' }, ...toolContent(part));
  return element(
    'details',
    { class: 'part' },
    element('summary', {}, 'Thinking'),
    element('p', { class: 'content' }, part.content),
  );
}

function toolContent({
  name,
  arguments: given,
  answered,
  result,
  image,
}: TurnPart & { type: 'tool_call' }): HTMLElement[] {
  return [
    element('summary', {}, answered ? `Used ${shorten(name, 80)}` : `Using ${shorten(name, 80)} …`),
    element('pre', {}, shorten(toReadable(given), 10_000)),
    ...(answered ? [element('pre', { class: 'result' }, shorten(toReadable(result ?? null), 10_000))] : []),
    ...(image ? [element('p', { class: 'quiet' }, `Page ${image.attachment_name} of ${image.source_id}`)] : []),
  ];
}

function show(target: HTMLElement, text: string | null): void {
  target.hidden = !text;
  setText(target, text ?? '');
}
