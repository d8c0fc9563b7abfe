import type { SeenRequest } from '../control-types.ts';
import { createCopyButton } from '../copy-button.ts';
import { drawViolation } from '../draw-violation.ts';
import { element, fill, icon } from '../element.ts';
import { createSaveButton, isForwarded } from '../upstream.ts';
import type { ViewParts } from '../view.ts';
import { readableTime, shorten, toReadable } from '../visible-text.ts';
import { repeatRequest } from './repeat-request.ts';

/** All data of one request. */
export interface RequestDetail {
  element: HTMLElement;
  draw(request: SeenRequest): void;
  focus(): void;
  hide(): void;
}

export function createRequestDetail(parts: ViewParts, close: () => void): RequestDetail {
  const title = element('h3', { tabindex: -1 });
  const content = element('div', { class: 'detail-content' });
  const pane = element(
    'aside',
    { class: 'pane detail', 'aria-label': 'The request', hidden: true },
    element(
      'div',
      { class: 'bar' },
      title,
      element('button', { type: 'button', class: 'plain', 'aria-label': 'Close', onclick: close }, icon('close')),
    ),
    content,
  );
  return {
    element: pane,
    draw(request) {
      const { method, path, status, milliseconds, problems = [], sandbox, number } = request;
      fill(
        title,
        element('span', { class: `badge status-${String(status)[0]}` }, status),
        ` ${method} `,
        element('span', { class: 'mono' }, shorten(path, 500)),
      );
      const facts = [
        request.operation,
        milliseconds === undefined ? 'still running' : readableTime(milliseconds),
        request.session,
        request.scenario &&
          (isForwarded(request, parts) ? `from ${parts.names.upstream}` : `plays ${request.scenario}`),
        ...request.faults.map((fault) => `fault ${fault}`),
        sandbox && `sandbox ${sandbox}`,
      ].filter(Boolean);
      const line = repeatRequest(request, location.origin, parts.names.token);
      fill(
        content,
        element('p', { class: 'quiet' }, facts.join(' · ')),
        isForwarded(request, parts) &&
          element(
            'p',
            {},
            createSaveButton(() => request, parts),
          ),
        drawViolations(request, parts),
        hasStream(request) &&
          element(
            'p',
            {},
            element(
              'a',
              { href: `#streams/request/${encodeURIComponent(sandbox ?? '')}/${number}` },
              'Show its stream',
            ),
          ),
        problems.length > 0 &&
          element(
            'section',
            {},
            element('h4', {}, 'Validation'),
            element(
              'ul',
              { class: 'problems' },
              ...problems.map((one) =>
                typeof one === 'string'
                  ? element('li', {}, one)
                  : element('li', {}, element('code', {}, one.loc?.join('.') ?? ''), ` ${one.msg}`),
              ),
            ),
          ),
        element(
          'section',
          {},
          element(
            'div',
            { class: 'row' },
            element('h4', {}, 'Repeat with curl'),
            createCopyButton(() => line, parts),
          ),
          element('pre', { class: 'curl', tabindex: 0, 'aria-label': 'curl line' }, line),
        ),
        drawMessage('Request', request.headers, request.body),
        drawMessage('Response', request.responseHeaders, request.responseBody),
      );
      pane.hidden = false;
    },
    focus: () => title.focus(),
    hide() {
      pane.hidden = true;
    },
  };
}

function hasStream({ scenario, responseHeaders }: SeenRequest): boolean {
  return scenario !== undefined && /^text\/event-stream\b/.test(responseHeaders['content-type'] ?? '');
}

function drawViolations({ violations = [] }: SeenRequest, parts: ViewParts): HTMLElement | undefined {
  if (violations.length === 0) return undefined;
  return element(
    'section',
    { class: 'violations', 'aria-label': 'Violations of the contract' },
    element('h4', {}, 'Violations'),
    ...violations.map(({ rule, severity, event, ...violation }) => {
      const place = event === undefined ? '' : `, event ${event}`;
      const subject = `${severity === 'error' ? '✗' : '!'} ${rule}${place}`;
      return drawViolation({ subject, ...violation }, parts, violations.length === 1);
    }),
  );
}

/** More would make the page slow, and is not readable. */
const longestText = 40_000;

function drawMessage(name: string, headers: Record<string, string> | undefined, body: unknown): HTMLElement {
  return element(
    'section',
    {},
    element('h4', {}, name),
    headers &&
      element(
        'dl',
        { class: 'headers' },
        ...Object.entries(headers).flatMap(([header, value]) => [
          element('dt', {}, header),
          element('dd', { class: value === '(hidden)' ? 'quiet' : undefined }, shorten(value, 4000)),
        ]),
      ),
    body === undefined
      ? element('p', { class: 'quiet' }, 'No body, or longer than 16 kB.')
      : element('pre', { tabindex: 0, 'aria-label': `${name} body` }, shorten(toReadable(body), longestText)),
  );
}
