import { createCopyButton } from './copy-button.ts';
import { element } from './element.ts';
import type { ViewParts } from './view.ts';
import { shorten } from './visible-text.ts';

/** A violation, as a run of the contract tests or a proxy reports it. */
export interface ShownViolation {
  /** The operation or rule, shown before the message. */
  subject: string;
  message: string;
  expected: string;
  received: string;
  curl: string | undefined;
}

/** A violation whose details show expected and received values and a command that repeats the request. */
export function drawViolation(violation: ShownViolation, tools: ViewParts, isOpen = false): HTMLElement {
  const { subject, message, expected, received, curl } = violation;
  return element(
    'details',
    { class: 'part', open: isOpen },
    element('summary', {}, `${subject}: ${shorten(message, 400)}`),
    element(
      'dl',
      {},
      element('dt', {}, 'expected'),
      element('dd', {}, shorten(expected, 2000)),
      element('dt', {}, 'received'),
      element('dd', {}, shorten(received, 2000)),
    ),
    ...(curl ? [element('pre', { class: 'curl', tabindex: 0 }, curl), createCopyButton(() => curl, tools)] : []),
  );
}
