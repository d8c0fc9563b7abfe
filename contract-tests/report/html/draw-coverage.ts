import { groupSkipped } from '../group-skipped.ts';
import type { Report } from '../report.ts';
import { foldedList, html, type Markup } from './markup.ts';

/** The rules that could not be checked, by what they need. */
export function drawSkipped(report: Report): Markup | string {
  const groups = groupSkipped(report);
  if (groups.length === 0) return '';
  const titleOf = (id: string) => report.rules.find((rule) => rule.id === id)?.title ?? '';
  return html`<section><h2>Skipped rules</h2><dl class="skipped">${groups.map(
    ({ reason, rules }) =>
      html`<dt>${reason}</dt><dd>${foldedList(
        rules.map((id) => html`${titleOf(id)} <code class="quiet">${id}</code>`),
        'rules',
      )}</dd>`,
  )}</dl></section>`;
}

/** What the run tested, and what it left behind. */
export function drawCoverage(report: Report): Markup {
  const { coverage, rules, skipped, leftBehind, gone = [], untried = [] } = report;
  const { operations, declaredOperations, statuses, eventTypes, declaredEventTypes, constraints } = coverage;
  const leftOut = skipped.filter(({ rule }) => !rules.some(({ id }) => id === rule));
  const rows: [string, readonly string[], string][] = [
    ['Operations that succeeded', [`${operations.length} of ${declaredOperations.length}`], ''],
    ['Statuses', Object.entries(statuses).map(([operation, seen]) => `${operation}: ${seen.join(', ')}`), 'operations'],
    [
      'Event types',
      declaredEventTypes.length === 0
        ? []
        : [`${eventTypes.length} of ${declaredEventTypes.length}: ${eventTypes.join(', ')}`],
      '',
    ],
    ['Rules that were checked', [`${coverage.rules.length} of ${rules.length}`], ''],
    ['Operations that were not tried', untried.map(({ operation, reason }) => `${operation}: ${reason}`), 'operations'],
    ['Constraints that were tested', constraints, 'constraints'],
    ['Rules that do not apply', leftOut.map(({ rule, reason }) => `${rule}: ${reason}`), 'rules'],
    ['No longer violated', gone, 'violations of the baseline'],
    ['Not deleted', leftBehind.map(({ session, reason }) => `${session}: ${reason}`), 'resources'],
  ];
  return html`<dl>${rows
    .filter(([, items]) => items.length > 0)
    .map(
      ([name, items, noun]) =>
        html`<dt>${name}</dt><dd>${items.length === 1 ? (items[0] ?? '') : foldedList(items, noun)}</dd>`,
    )}</dl>`;
}
