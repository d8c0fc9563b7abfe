import { createHash } from 'node:crypto';
import { type RuleStatus, ruleStatuses } from '../../src/shared/rule-status.ts';
import { countOf, pluralize } from '../../src/shared/wording.ts';
import { failingRules } from './failing-rules.ts';
import { copyScript } from './html/copy-script.ts';
import { drawCoverage, drawSkipped } from './html/draw-coverage.ts';
import { drawFailingRule } from './html/draw-failing-rule.ts';
import { drawMatrix } from './html/draw-matrix.ts';
import { drawStream } from './html/draw-stream.ts';
import { foldedList, html, type Markup, raw } from './html/markup.ts';
import { style } from './html/style.ts';
import type { Report } from './report.ts';
import { safeReport } from './safe-report.ts';

const scriptHash = createHash('sha256').update(copyScript).digest('base64');

/** Maximum rules that are expanded. */
const openRules = 3;

/** Maximum streams that are drawn inline. */
const drawnStreams = 3;

/** A report as one page: no requests, and every text of the server escaped. Its only script copies commands. */
export function formatHtml(given: Report): string {
  const report = safeReport(given);
  const { conforms, baseUrl } = report;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${raw(scriptHash)}'">
<title>${conforms ? 'Passed' : 'Failed'}: ${baseUrl}</title>
<style>${raw(style)}</style>
</head>
<body>
${drawHeader(report)}
<main>
${drawViolations(report)}
${drawSkipped(report)}
${drawPassing(report)}
<section><h2>Operations</h2>${drawMatrix(report)}</section>
${drawStreams(report)}
<section><h2>Coverage</h2>${drawCoverage(report)}</section>
</main>
<script>${raw(copyScript)}</script>
</body>
</html>
`.text;
}

function drawHeader(report: Report): Markup {
  const { conforms, verdict, baseUrl, startedAt, requests, turns, turnsNote, durationMs, strict, seed, contract } =
    report;
  const { stopped } = report;
  const facts = [
    ...(contract ? [`${contract.title} ${contract.version}`] : []),
    baseUrl,
    startedAt,
    countOf(requests, 'request'),
    countOf(turns, contract ? 'stream' : 'turn'),
    `${(durationMs / 1000).toFixed(1)} s`,
    ...(strict ? ['strict'] : []),
    ...(seed === undefined ? [] : [`seed ${seed}`]),
  ];
  return html`<header class="${conforms ? 'good' : 'bad'}">
<h1>${verdict}</h1>
<p class="counts">${(['violated', 'warned', 'kept', 'not exercised'] as const).map((status) => drawCount(report, status))}</p>
<p class="quiet">${facts.join(' · ')}</p>
${turnsNote === undefined ? '' : html`<p class="quiet">${turnsNote}.</p>`}
${stopped === undefined ? '' : html`<p>${stopped}</p>`}
</header>`;
}

function drawCount({ rules }: Report, status: RuleStatus): Markup {
  const count = rules.filter((rule) => rule.status === status).length;
  const { mark, word, many } = ruleStatuses[status];
  return html`<span class="${status.replace(' ', '-')}"><b>${count}</b> ${mark} ${pluralize(count, word, many)}</span> `;
}

function drawViolations(report: Report): Markup | string {
  const found = failingRules(report);
  if (found.length === 0) return '';
  return html`<section><h2>Rules with violations</h2>${found.map((one, index) => drawFailingRule(one, index < openRules))}</section>`;
}

function drawPassing({ rules }: Report): Markup | string {
  const passing = rules.filter(({ status }) => status === 'kept');
  if (passing.length === 0) return '';
  const items = passing.map(({ id, title }) => html`${title} <code class="quiet">${id}</code>`);
  return html`<section><h2>Rules that pass</h2>${foldedList(items, 'rules')}</section>`;
}

function drawStreams({ streams, coverage }: Report): Markup | string {
  if (streams.length === 0) return '';
  const drawn = streams.map((stream) => drawStream(stream, coverage.declaredEventTypes));
  const more = drawn.slice(drawnStreams);
  return html`<section><h2>Streams</h2>${drawn.slice(0, drawnStreams)}
${more.length === 0 ? '' : html`<details><summary>${countOf(more.length, 'more stream')}</summary>${more}</details>`}</section>`;
}
