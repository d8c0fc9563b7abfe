import type { SeenRequest, SeenViolation } from '../control-types.ts';
import { element, fill, setText } from '../element.ts';
import { isForwarded, upstreamTag } from '../upstream.ts';
import { oncePerFrame, type View, type ViewParts } from '../view.ts';
import { readableTime, shorten } from '../visible-text.ts';
import { createRequestDetail } from './request-detail.ts';
import { createRequestLog, keyOf } from './request-log.ts';
import { createVirtualGrid } from './virtual-grid.ts';

/** Interval of announcements of new requests for screen readers, in milliseconds. */
const sayEvery = 5000;

/** The requests as they arrive, and the details of one. */
export function createRequestsView(parts: ViewParts): View {
  const { feed, control, attempt, say, sandbox } = parts;
  const log = createRequestLog();
  let opened: string | undefined;
  const detail = createRequestDetail(parts, () => close());
  const latest = element(
    'button',
    { type: 'button', class: 'latest', hidden: true, onclick: () => grid.follow() },
    'Latest ↓',
  );
  const count = element('span', { class: 'quiet count' });
  const filter = element('input', {
    type: 'search',
    placeholder: 'Filter: post 422 ses_demo stream-cut invalid',
    'aria-label': 'Filter the requests',
    oninput: () => sift(),
  });
  const operation = element('select', { 'aria-label': 'Operation', onchange: () => sift() });
  const check = (text: string, isOn = false) => {
    const box = element('input', { type: 'checkbox', checked: isOn, onchange: () => sift() });
    return { box, label: element('label', { class: 'check' }, box, ` ${text}`) };
  };
  const grouped = check('Group');
  const hideOwn = check("Hide this page's");
  const clear = element(
    'button',
    {
      type: 'button',
      onclick: () =>
        attempt(async () => {
          await control.clearRequests();
          log.forget(sandbox());
          sift();
        }),
    },
    'Clear',
  );
  const empty = element(
    'div',
    { class: 'empty' },
    element('p', {}, 'No request yet.'),
    element(
      'p',
      { class: 'quiet' },
      `Point your page at ${location.origin}, or `,
      element('a', { href: '#try' }, 'try a turn here'),
      '.',
    ),
  );
  const grid = createVirtualGrid<SeenRequest>({
    label: 'Requests, oldest first',
    columns: [
      { name: 'time', title: 'Time' },
      { name: 'method', title: 'Method' },
      { name: 'path', title: 'Path' },
      { name: 'status', title: 'Status' },
      { name: 'duration', title: 'Took' },
      { name: 'session', title: 'Session' },
      { name: 'plays', title: 'Plays' },
      { name: 'validation', title: 'Validation' },
    ],
    keyOf,
    classOf: ({ status }) => `status-${String(status)[0]}`,
    cells: (request) => drawCells(request, isForwarded(request, parts)),
    open: (row) => open(keyOf(row)),
    followed: (isAtEnd) => {
      latest.hidden = isAtEnd;
    },
  });
  const list = element(
    'div',
    { class: 'pane list-pane' },
    element(
      'div',
      { class: 'bar' },
      element('h2', {}, 'Requests'),
      filter,
      operation,
      grouped.label,
      hideOwn.label,
      clear,
      count,
    ),
    empty,
    element('div', { class: 'grid-holder' }, grid.element, latest),
  );
  const holder = element('section', { class: 'view split requests', 'aria-label': 'Requests' }, list, detail.element);

  const redraw = oncePerFrame(() => {
    const { rows, size, operations } = log;
    if (operation.childElementCount !== operations.length + 1) {
      const chosen = operation.value;
      fill(
        operation,
        element('option', { value: '' }, 'all operations'),
        ...operations.map((id) => element('option', { value: id }, shorten(id, 60))),
      );
      operation.value = chosen;
    }
    empty.hidden = size > 0;
    grid.element.hidden = size === 0;
    grid.set(rows);
    setText(count, rows.length === size ? `${size}` : `${rows.length} of ${size}`);
  });
  const sift = () => {
    log.filter({
      text: filter.value,
      sandbox: sandbox(),
      operation: operation.value,
      hideOwn: hideOwn.box.checked,
      grouped: grouped.box.checked,
    });
    redraw();
  };
  const open = (key: string) => {
    const request = log.get(key);
    if (!request) return;
    opened = key;
    detail.draw(request);
    holder.classList.add('opened');
    grid.select(key);
    detail.focus();
  };
  const close = () => {
    opened = undefined;
    detail.hide();
    holder.classList.remove('opened');
    grid.element.focus();
  };
  holder.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || opened === undefined) return;
    event.preventDefault();
    close();
  });

  let fresh: SeenRequest[] = [];
  setInterval(() => {
    if (fresh.length === 0) return;
    const failed = fresh.filter(({ status }) => status >= 400).length;
    const last = fresh.at(-1)!;
    say(
      fresh.length === 1
        ? `New request: ${last.method} ${shorten(last.path, 80)}, ${last.status}.`
        : `${fresh.length} new requests, ${failed} with an error.`,
    );
    fresh = [];
  }, sayEvery);

  feed.on('request', (request) => {
    const key = keyOf(request);
    // A request is reported again when a violation or its body arrives later.
    if (!log.get(key)) fresh.push(request);
    log.put(request);
    redraw();
    if (opened === key) detail.draw(request);
  });
  feed.on('finished', ({ number, sandbox: name, milliseconds }) => {
    log.finish(number, name, milliseconds);
    redraw();
    const key = keyOf({ number, ...(name === undefined ? {} : { sandbox: name }) });
    const request = log.get(key);
    if (opened === key && request) detail.draw(request);
  });
  feed.on('reset', ({ sandbox: name }) => {
    // The common sandbox is the one without a name: requests of the others stay.
    log.forget(name);
    sift();
  });
  const load = () =>
    attempt(async () => {
      for (const request of await control.requests()) log.put(request);
      sift();
    });
  feed.onOpen(load);
  feed.on('missed', load);

  return {
    element: holder,
    show(key) {
      sift();
      if (key) open(key.includes('/') ? key : `/${key}`);
    },
  };
}

function drawCells(request: SeenRequest, forwarded: boolean): (Node | string)[] {
  const { at, method, path, status, milliseconds, session, problems, sandbox, query } = request;
  const search = String(new URLSearchParams(query));
  const shown = shorten(path, 300);
  return [
    element('time', { datetime: at, title: at }, timeOf(at)),
    element('b', {}, shorten(method, 20)),
    element(
      'span',
      { title: shorten(path, 2000) },
      shown,
      search && element('span', { class: 'quiet' }, `?${shorten(search, 200)}`),
    ),
    element('span', { class: 'badge' }, status),
    milliseconds === undefined
      ? element('span', { class: 'quiet', title: 'still running' }, '…')
      : readableTime(milliseconds),
    element(
      'span',
      { title: session },
      session ? shorten(session, 60) : '',
      sandbox && element('span', { class: 'tag' }, shorten(sandbox, 40)),
    ),
    drawPlays(request, forwarded),
    request.violations ? drawFound(request.violations) : drawProblems(problems),
  ];
}

function drawPlays({ scenario, faults }: SeenRequest, forwarded: boolean): Node {
  const cell = element('span');
  const source = forwarded ? upstreamTag() : scenario;
  fill(cell, source, ...faults.map((fault) => element('span', { class: 'tag fault' }, shorten(fault, 60))));
  return cell;
}

/** Violations found by a proxy; errors first. */
function drawFound(violations: readonly SeenViolation[]): Node {
  const first = violations.find(({ severity }) => severity === 'error') ?? violations[0]!;
  const isError = first.severity === 'error';
  const more = violations.length > 1 ? ` +${violations.length - 1}` : '';
  const text = `${isError ? '✗' : '!'} ${first.rule}: ${shorten(first.message, 120)}${more}`;
  return element('span', { class: isError ? 'bad' : 'warn', title: shorten(first.message, 500) }, text);
}

function drawProblems(problems: SeenRequest['problems']): Node {
  if (problems === undefined) return element('span');
  if (problems.length === 0) return element('span', { class: 'good' }, '✓ valid');
  const [first] = problems;
  const text = typeof first === 'string' ? first : `${first?.loc?.join('.') ?? ''}: ${first?.msg ?? ''}`;
  const more = problems.length > 1 ? ` +${problems.length - 1}` : '';
  return element('span', { class: 'bad', title: shorten(text, 500) }, `✗ ${shorten(text, 120)}${more}`);
}

/** Time of day to the millisecond. */
function timeOf(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return '';
  const clock = date.toLocaleTimeString('en-GB');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
