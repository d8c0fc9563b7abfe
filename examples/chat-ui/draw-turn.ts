import type { Turn, TurnPart } from 'chat-contract/client';
import { showMarkdown } from './markdown.ts';

/** Renders a growing turn: only changed parts are updated, so that open details stay open. */
export function createTurnView(): { element: HTMLElement; draw(turn: Turn): void } {
  const element = create('article', 'turn');
  const question = create('p', 'question');
  const failed = create('p', 'failed');
  const cost = create('p', 'cost');
  element.append(question, failed, cost);
  const drawn: { part: TurnPart; view: HTMLElement[] }[] = [];
  return {
    element,
    draw({ prompt, parts, status, error, usage }) {
      show(question, prompt);
      parts.forEach((part, index) => {
        const before = drawn[index];
        if (before?.part === part) return;
        const view = before && drawAgain(before.view, before.part, part) ? before.view : drawPart(part);
        if (before && view !== before.view) for (const old of before.view) old.remove();
        const following = drawn[index + 1]?.view[0] ?? failed;
        if (view !== before?.view) following.before(...view);
        drawn[index] = { part, view };
      });
      for (const { view } of drawn.splice(parts.length)) for (const old of view) old.remove();
      show(failed, error);
      show(cost, usage && describeUsage(usage));
      element.setAttribute('aria-busy', String(status === 'streaming'));
    },
  };
}

/** True if the new state of the same part was rendered into its element. */
function drawAgain([view]: HTMLElement[], before: TurnPart, part: TurnPart): boolean {
  if (!view || before.type !== part.type || part.type === 'tool_call') return false;
  if (part.type === 'text') showMarkdown(view, part.content);
  else setText(view.querySelector('p'), part.content);
  return true;
}

function drawPart(part: TurnPart): HTMLElement[] {
  if (part.type === 'text') {
    const view = create('div', 'text');
    showMarkdown(view, part.content);
    return [view];
  }
  if (part.type === 'thinking') return [detail('Thinking', create('p', 'thought', part.content))];
  const { name, arguments: given, answered, result, image } = part;
  const call = detail(
    `${answered ? 'Used' : 'Using'} ${name}`,
    create('pre', 'arguments', JSON.stringify(given, null, 2)),
    ...(answered
      ? [create('pre', 'result', typeof result === 'string' ? result : JSON.stringify(result, null, 2))]
      : []),
  );
  return image ? [call, create('p', 'page', `Page: ${image.attachment_name} of ${image.source_id}`)] : [call];
}

function describeUsage({ duration_ms, total_input_tokens, total_output_tokens }: NonNullable<Turn['usage']>): string {
  const tokens = [total_input_tokens, total_output_tokens].map((count) => count ?? '?').join(' in, ');
  return `${((duration_ms ?? 0) / 1000).toFixed(1)} s · ${tokens} out`;
}

function detail(title: string, ...content: HTMLElement[]): HTMLElement {
  const element = create('details', '');
  element.append(create('summary', '', title), ...content);
  return element;
}

function setText(element: HTMLElement | null, text: string): void {
  if (element) element.textContent = text;
}

function show(element: HTMLElement, text: string | null): void {
  element.hidden = !text;
  if (element.textContent !== text) element.textContent = text;
}

/** An element with text, which is never parsed as markup. */
export function create(name: string, className: string, text = ''): HTMLElement {
  const element = document.createElement(name);
  if (className) element.className = className;
  element.textContent = text;
  return element;
}
