import { families } from '../rules/rule.ts';
import { drawStream } from './draw-stream.ts';
import { html, type Markup, raw } from './markup.ts';
import { type MatrixCell, matrixOf } from './matrix.ts';
import type { Report, ReportedViolation } from './report.ts';
import { style } from './style.ts';
import { verdictOf } from './verdict.ts';

/** A report as one self-contained page: no script, no request to anywhere, every text of the server escaped. */
export function formatHtml(report: Report): string {
  const { violations, conforms, streams, coverage } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${conforms ? 'Conforms' : 'Does not conform'}: ${report.baseUrl}</title>
<style>${raw(style)}</style>
</head>
<body>
<header class="${conforms ? 'good' : 'bad'}">
<h1>${verdictOf(report)}</h1>
<p>${report.baseUrl} · ${report.startedAt} · ${report.requests} requests · ${report.turns} turns · ${(report.durationMs / 1000).toFixed(1)} s${report.strict ? ' · strict' : ''}${report.seed === undefined ? '' : ` · seed ${report.seed}`}</p>
</header>
<main>
<section><h2>Operations and families of rules</h2>${drawMatrix(report)}</section>
<section><h2>What is broken</h2>${violations.length === 0 ? html`<p>Nothing.</p>` : violations.map((violation) => failure(violation, report))}</section>
${streams.length === 0 ? '' : html`<section><h2>Turns on the wire</h2>${streams.map((stream) => drawStream(stream, coverage.declaredEventTypes))}</section>`}
<section><h2>What was tried</h2>${describeCoverage(report)}</section>
</main>
</body>
</html>
`.text;
}

const marks = {
  violated: ['✗', 'violated'],
  warned: ['!', 'with warnings'],
  kept: ['✓', 'kept'],
  none: ['·', 'not exercised'],
} as const;

function drawMatrix(report: Report): Markup {
  return html`<div class="wide" tabindex="0" role="region" aria-label="Operations and families of rules"><table><thead><tr><th scope="col">Operation</th>${families.map((family) => html`<th scope="col">${family}</th>`)}</tr></thead>
<tbody>${matrixOf(report).map(({ operation, cells }) => html`<tr><th scope="row">${operation}</th>${cells.map(drawCell)}</tr>`)}</tbody></table></div>
<p class="quiet">✓ rules kept · ! rules with warnings (assumed or known before) · ✗ rules violated · a dot: not exercised</p>`;
}

function drawCell({ state, count }: MatrixCell): Markup {
  const [mark, word] = marks[state];
  return html`<td class="${state}" title="${word}"><span aria-hidden="true">${mark}</span><span class="hidden">${word}</span>${count > 0 ? ` ${count}` : ''}</td>`;
}

function failure(violation: ReportedViolation, { rules }: Report): Markup {
  const rule = rules.find(({ id }) => id === violation.rule);
  const { severity, provenance, operation, count, at, known } = violation;
  const facts = [
    known ? `${severity}, known before` : severity,
    violation.rule,
    operation,
    provenance,
    ...(at ? [`message ${at.message}, before byte ${at.byte}`] : []),
    ...(count > 1 ? [`${count} times`] : []),
  ];
  return html`<article class="${known ? 'warning' : severity}">
<h3>${violation.message}</h3>
<p class="quiet">${facts.join(' · ')}</p>
<p>${rule?.clause ?? ''}</p>
<dl><dt>expected</dt><dd><code>${violation.expected}</code></dd><dt>received</dt><dd><code>${violation.received}</code></dd></dl>
<details><summary>Show it again</summary><pre tabindex="0">${violation.reproduce}</pre></details>
</article>`;
}

function describeCoverage({ coverage, rules, skipped, leftBehind, stopped, gone = [], untried = [] }: Report): Markup {
  const { operations, declaredOperations, statuses, eventTypes, declaredEventTypes, constraints } = coverage;
  const rows: [string, Markup | string | Markup[]][] = [
    ['Operations that succeeded', `${operations.length} of ${declaredOperations.length}`],
    ['Statuses seen', Object.entries(statuses).map(([operation, seen]) => html`${operation}: ${seen.join(', ')}<br>`)],
    ['Event types seen', `${eventTypes.length} of ${declaredEventTypes.length}: ${eventTypes.join(', ')}`],
    ['Rules exercised', `${coverage.rules.length} of ${rules.length}`],
    [
      'Not exercised',
      skipped.map(({ rule, reason }) => html`${rule}${reason === 'not exercised' ? '' : `: ${reason}`}<br>`),
    ],
    ['Operations not tried', untried.map(({ operation, reason }) => html`${operation}: ${reason}<br>`)],
    [
      `${constraints.length} constraints tried`,
      html`<details><summary>Show them</summary>${constraints.map((constraint) => html`${constraint}<br>`)}</details>`,
    ],
    ['Known before and gone', gone.map((key) => html`${key}<br>`)],
    ['Not deleted', leftBehind.map(({ session, reason }) => html`${session}: ${reason}<br>`)],
    ['Ended early', stopped ?? ''],
  ];
  const filled = rows.filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0));
  return html`<dl>${filled.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}
