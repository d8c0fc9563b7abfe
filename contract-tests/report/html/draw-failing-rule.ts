import { cut } from '../../../src/shared/excerpt.ts';
import { ruleStatuses } from '../../../src/shared/rule-status.ts';
import { countOf } from '../../../src/shared/wording.ts';
import { type FailingRule, listOperations } from '../failing-rules.ts';
import type { ReportedViolation } from '../report.ts';
import { html, type Markup } from './markup.ts';

/** Maximum characters of a value that are shown initially. */
const longestValue = 600;

/** A rule with violations: one in full, the others collapsed. */
export function drawFailingRule({ rule, fails, operations, example, others }: FailingRule, open: boolean): Markup {
  const { mark, word } = ruleStatuses[fails ? 'violated' : 'warned'];
  const facts = [rule.id, rule.provenance, listOperations(operations, 5)];
  return html`<details class="rule ${fails ? 'error' : 'warning'}"${open ? html` open` : ''}>
<summary><h3><span aria-hidden="true">${mark}</span><span class="hidden">${word}: </span> ${rule.title}</h3><span class="quiet">${facts.join(' · ')}</span></summary>
<p>${rule.clause}</p>
${drawViolation(example)}
${others.length === 0 ? '' : html`<details><summary>${countOf(others.length, 'more violation')}</summary>${others.map(drawViolation)}</details>`}
</details>`;
}

function drawViolation(violation: ReportedViolation): Markup {
  const { message, operation, count, at, known, severity, expected, received, reproduce } = violation;
  const facts = [
    operation,
    ...(severity === 'warning' ? ['warning'] : []),
    ...(known ? ['known'] : []),
    ...(at ? [`event ${at.message}, before byte ${at.byte}`] : []),
    ...(count > 1 ? [`${count} times`] : []),
  ];
  return html`<article>
<p><b>${message}</b> <span class="quiet">${facts.join(' · ')}</span></p>
<dl><dt>expected</dt><dd><code>${cut(expected, longestValue)}</code></dd><dt>received</dt><dd><code>${cut(received, longestValue)}</code></dd></dl>
<details><summary>Reproduce</summary><button type="button" class="copy">Copy</button><pre tabindex="0">${reproduce}</pre></details>
</article>`;
}
