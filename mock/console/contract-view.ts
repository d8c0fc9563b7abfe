import { isObject } from '../../src/shared/json.ts';
import { type RuleStatus, ruleStatuses } from '../../src/shared/rule-status.ts';
import { countOf } from '../../src/shared/wording.ts';
import type { ContractReport, RuleOutcome } from './control-types.ts';
import { drawViolation } from './draw-violation.ts';
import { element, fill, setText } from './element.ts';
import { oncePerFrame, type View, type ViewParts } from './view.ts';
import { readableTime } from './visible-text.ts';

/** Interval of progress announcements for screen readers, in milliseconds. */
const sayEvery = 10_000;

/** The documentation page, and contract tests against any server. */
export function createContractView(parts: ViewParts): View {
  const { names } = parts;
  const frame = element('iframe', { title: 'The contract', class: 'docs', sandbox: 'allow-scripts' });
  const docs = names.tools.docs
    ? frame
    : element(
        'p',
        { class: 'empty' },
        'The page of the contract cannot be built here. Run npm run docs in a clone of the project.',
      );
  const tests = names.tools.contractTests
    ? createRunner(parts)
    : element('p', { class: 'empty' }, 'The contract tests cannot run here. Use npx chat-contract test.');
  const tabs = ['tests', 'docs'].map((name) =>
    element('a', { href: `#contract/${name}` }, name === 'tests' ? 'Contract tests' : 'The contract'),
  );
  return {
    element: element(
      'section',
      { class: 'view contract', 'aria-label': 'Contract' },
      element(
        'div',
        { class: 'bar' },
        element('h2', {}, 'Contract'),
        element('div', { class: 'segments', role: 'navigation', 'aria-label': 'Contract' }, ...tabs),
      ),
      tests,
      docs,
    ),
    show(detail = 'tests') {
      const isDocs = detail === 'docs';
      tests.hidden = isDocs;
      docs.hidden = !isDocs;
      tabs.forEach((tab, index) => {
        tab.setAttribute('aria-current', String((index === 1) === isDocs));
      });
      // The page is large, so it is loaded when it is opened.
      if (isDocs && docs === frame && !frame.getAttribute('src')) frame.setAttribute('src', '/__mock/docs');
    },
  };
}

function createRunner(parts: ViewParts): HTMLElement {
  const { control, attempt, say, names } = parts;
  let running: AbortController | undefined;
  const field = (id: string, label: string, input: HTMLElement, hint = '') =>
    element(
      'div',
      { class: 'field' },
      element('label', { for: id }, label),
      input,
      hint && element('span', { class: 'quiet' }, hint),
    );
  const baseUrl = element('input', { id: 'run-url', type: 'url', required: true, value: location.origin });
  const token = element('input', { id: 'run-token', type: 'password', autocomplete: 'off', value: names.token ?? '' });
  const indexIds = element('input', { id: 'run-index', type: 'text', placeholder: 'idx_one idx_two idx_three' });
  const maxTurns = element('input', { id: 'run-turns', type: 'number', min: 0, max: 100, value: 12 });
  const readOnly = element('input', { id: 'run-read-only', type: 'checkbox' });
  const strict = element('input', { id: 'run-strict', type: 'checkbox' });
  const start = element('button', { type: 'submit', class: 'primary' }, 'Run the contract tests');
  const stop = element('button', { type: 'button', hidden: true, onclick: () => running?.abort() }, 'Stop');
  const verdict = element('h3', { class: 'verdict', hidden: true, tabindex: -1 });
  const progress = element('p', { class: 'quiet', 'aria-live': 'polite' });
  const failure = element('p', { class: 'bad', role: 'alert', hidden: true });
  const totals = element('div', { class: 'totals' });
  const list = element('ul', { class: 'outcomes', 'aria-label': 'Rules' });
  const onlyBroken = element('input', { type: 'checkbox', id: 'run-broken', onchange: () => sift() });
  const filter = element(
    'div',
    { class: 'row', hidden: true },
    onlyBroken,
    element('label', { for: 'run-broken' }, 'Only failed rules'),
  );
  const form = element(
    'form',
    { class: 'pane runner' },
    field('run-url', 'Base URL', baseUrl),
    field('run-token', 'Token', token, 'sent to that server only'),
    field('run-index', 'Index ids', indexIds, 'indexes that exist on the server'),
    field('run-turns', 'Maximum turns', maxTurns, 'each turn costs tokens on a real server'),
    element(
      'div',
      { class: 'row wrap' },
      element('span', { class: 'check' }, readOnly, element('label', { for: 'run-read-only' }, 'Read only')),
      element('span', { class: 'check' }, strict, element('label', { for: 'run-strict' }, 'Strict: warnings fail')),
    ),
    element('div', { class: 'row' }, start, stop),
  );
  let outcomes: RuleOutcome[] = [];
  let drawn = 0;
  const counts = () => {
    const count = (status: RuleStatus) => outcomes.filter((outcome) => outcome.status === status).length;
    return statusOrder.map((status) => ({ status, count: count(status) }));
  };
  const sift = () => {
    list.classList.toggle('only-broken', onlyBroken.checked);
  };
  const redraw = oncePerFrame(() => {
    while (drawn < outcomes.length) putInOrder(list, drawOutcome(outcomes[drawn++]!, parts));
    const total = ({ status, count }: { status: RuleStatus; count: number }) => {
      const { mark, many } = ruleStatuses[status];
      return element('span', { class: classes[status] }, element('b', {}, count), ` ${mark} ${many}`);
    };
    fill(totals, ...(outcomes.length === 0 ? [] : counts().map(total)));
    filter.hidden = outcomes.length === 0;
  });
  const finish = (report: ContractReport) => {
    const { conforms, verdict: sentence, requests, turns, durationMs, coverage, stopped } = report;
    verdict.hidden = false;
    verdict.className = `verdict ${conforms ? 'good' : 'bad'}`;
    setText(verdict, `${conforms ? '✓' : '✗'} ${sentence}`);
    setText(
      progress,
      `${countOf(requests, 'request')}, ${countOf(turns, 'turn')} in ${readableTime(durationMs)}; ${coverage.operations.length} of ${coverage.declaredOperations.length} operations and ${coverage.eventTypes.length} of ${coverage.declaredEventTypes.length} event types were seen.${stopped ? ` Ended early: ${stopped}` : ''}`,
    );
    say(verdict.textContent ?? '');
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (running) return;
    const left = new AbortController();
    running = left;
    outcomes = [];
    drawn = 0;
    failure.hidden = true;
    fill(list);
    verdict.hidden = true;
    redraw();
    setText(progress, 'Starting …');
    start.disabled = true;
    stop.hidden = false;
    let saidAt = 0;
    attempt(async () => {
      const ids = indexIds.value.split(/[\s,]+/).filter(Boolean);
      const run = {
        baseUrl: baseUrl.value,
        ...(token.value && { token: token.value }),
        ...(ids.length > 0 && { indexIds: ids }),
        ...(maxTurns.value !== '' && { maxTurns: Number(maxTurns.value) }),
        readOnly: readOnly.checked,
        strict: strict.checked,
      };
      try {
        let ended = false;
        await control.runContract(
          run,
          (kind, data) => {
            if (!isObject(data)) return;
            if (kind === 'progress') {
              const text = `${countOf(Number(data.requests), 'request')}, ${countOf(Number(data.turns), 'turn')}; now ${data.operation}`;
              setText(progress, text);
              if (performance.now() - saidAt > sayEvery) say(text);
              if (performance.now() - saidAt > sayEvery) saidAt = performance.now();
            } else if (kind === 'outcome') {
              outcomes.push(data as unknown as RuleOutcome);
              redraw();
            } else if (kind === 'report') {
              ended = true;
              finish(data as unknown as ContractReport);
            } else if (kind === 'failed') {
              ended = true;
              throw new Error(String(data.message));
            }
          },
          left.signal,
        );
        if (!ended) throw new Error('The run ended early. Is the mock still running?');
      } catch (error) {
        setText(progress, left.signal.aborted ? 'Stopped. The sessions of this run were deleted.' : '');
        if (left.signal.aborted) return;
        failure.hidden = false;
        setText(failure, `The tests could not run. ${forThePage(error)}`);
        say(failure.textContent ?? '');
      } finally {
        running = undefined;
        start.disabled = false;
        stop.hidden = true;
      }
    });
  });
  return element(
    'div',
    { class: 'tests' },
    form,
    element('div', { class: 'pane results' }, verdict, failure, progress, totals, filter, list),
  );
}

const statusOrder: readonly RuleStatus[] = ['violated', 'warned', 'kept', 'not exercised'];
const classes = { violated: 'bad', warned: 'warn', kept: 'good', 'not exercised': 'quiet' } as const;

const classOf = (status: RuleStatus) => status.replace(' ', '-');

/** Failed rules first; rules with the same status in order of arrival. */
function putInOrder(list: HTMLElement, item: HTMLElement): void {
  const rank = (one: Element) => statusOrder.findIndex((status) => one.classList.contains(classOf(status)));
  const next = [...list.children].find((one) => rank(one) > rank(item));
  list.insertBefore(item, next ?? null);
}

/** Replaces option names of the command line with the labels of the fields. */
function forThePage(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/--base-url\b|\bbaseUrl\b/g, 'Base URL')
    .replace(/--token\b|\bLLAMA_CLOUD_API_KEY\b/g, 'Token')
    .replace(/--index-id\b/g, 'Index ids')
    .replace(/--max-turns\b|\bmaxTurns\b/g, 'Maximum turns');
}

function drawOutcome({ rule, title, status, violations }: RuleOutcome, tools: ViewParts): HTMLElement {
  const { mark, word } = ruleStatuses[status];
  return element(
    'li',
    { class: `outcome ${classOf(status)}` },
    element('span', { class: 'mark', 'aria-hidden': 'true' }, mark),
    element(
      'div',
      {},
      element(
        'p',
        {},
        element('span', { class: 'hidden' }, `${word}: `),
        title,
        ' ',
        element('code', { class: 'quiet' }, rule),
      ),
      ...violations
        .slice(0, 20)
        .map(({ operation, message, expected, received, reproduce }) =>
          drawViolation({ subject: operation, message, expected, received, curl: reproduce }, tools),
        ),
    ),
  );
}
