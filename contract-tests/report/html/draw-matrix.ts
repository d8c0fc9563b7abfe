import { ruleStatuses } from '../../../src/shared/rule-status.ts';
import { families } from '../../rules/rule.ts';
import type { Report } from '../report.ts';
import { html, type Markup } from './markup.ts';
import { type MatrixCell, matrixOf } from './matrix.ts';

/** Operations against families of rules. */
export function drawMatrix(report: Report): Markup {
  return html`<div class="wide" tabindex="0" role="region" aria-label="Operations and families of rules"><table><thead><tr><th scope="col">Operation</th>${families.map((family) => html`<th scope="col">${family}</th>`)}</tr></thead>
<tbody>${matrixOf(report).map(({ operation, cells }) => html`<tr><th scope="row">${operation}</th>${cells.map(drawCell)}</tr>`)}</tbody></table></div>
<p class="quiet">Each cell counts rules: ✗ fail · ! warn · ✓ pass · a dot: not checked</p>`;
}

function drawCell({ status, count }: MatrixCell): Markup {
  const { mark, word } = ruleStatuses[status];
  return html`<td class="${status.replace(' ', '-')}" title="${word}"><span aria-hidden="true">${mark}</span><span class="hidden">${word}</span>${count > 0 ? ` ${count}` : ''}</td>`;
}
