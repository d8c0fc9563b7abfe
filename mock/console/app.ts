import { decodePercent } from '../../src/shared/encoding/decode-percent.ts';
import { countOf } from '../../src/shared/wording.ts';
import { createContractView } from './contract-view.ts';
import type { Settings } from './control-types.ts';
import { element, fill, setText } from './element.ts';
import { createMockControl } from './mock-control.ts';
import { followMock } from './mock-feed.ts';
import { createNextView } from './next/next-view.ts';
import { createRequestsView } from './requests/requests-view.ts';
import { createSessionsView } from './sessions-view.ts';
import { createStreamsView } from './streams/streams-view.ts';
import { createTryView } from './try-view.ts';
import type { View, ViewParts } from './view.ts';

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const problem = find('problem');
const status = find('status');
const main = find('main');

let sandbox: string | undefined;
const control = createMockControl(() => sandbox);

async function attempt(action: () => Promise<void>): Promise<void> {
  problem.hidden = true;
  try {
    await action();
  } catch (error) {
    fill(
      problem,
      error instanceof Error ? error.message : String(error),
      element(
        'button',
        { type: 'button', class: 'plain', 'aria-label': 'Close', onclick: () => (problem.hidden = true) },
        '✕',
      ),
    );
    problem.hidden = false;
  }
}

function say(text: string): void {
  // A change makes a screen reader announce the same text again.
  setText(status, status.textContent === text ? `${text}\u00a0` : text);
}

followTheme();
attempt(async () => {
  const names = await control.names();
  const feed = followMock();
  const parts: ViewParts = { names, control, feed, say, attempt, sandbox: () => sandbox };
  setText(find('title'), names.title);
  document.title = `${names.title}: mock console`;
  feed.onState((isLive) => {
    const live = find('live');
    live.classList.toggle('on', isLive);
    setText(live, isLive ? 'Live' : 'Disconnected');
  });
  const views: Record<string, View> = {
    requests: createRequestsView(parts),
    streams: createStreamsView(parts),
    next: createNextView(parts),
    sessions: createSessionsView(parts),
    try: createTryView(parts),
    contract: createContractView(parts),
  };
  fill(main, ...Object.values(views).map((view) => view.element));
  const show = () => {
    const [, name = 'requests', detail] = /^#?([\w-]*)(?:\/(.*))?$/.exec(location.hash) ?? [];
    const shown = views[name] ? name : 'requests';
    for (const [other, view] of Object.entries(views)) view.element.hidden = other !== shown;
    for (const link of find('views').querySelectorAll('a')) {
      if (link.hash === `#${shown}`) link.setAttribute('aria-current', 'page');
      else link.removeAttribute('aria-current');
    }
    views[shown]?.show(shown === 'streams' ? detail : detail && decodePercent(detail));
  };
  window.addEventListener('hashchange', show);
  followWorlds(parts, names.sandboxes, show);
  followSettings(parts);
  show();
});

/** Shows the sandbox menu once there is a named sandbox. */
function followWorlds({ feed }: ViewParts, known: readonly string[], changed: () => void): void {
  const choice = find('sandbox-choice');
  const select = find<HTMLSelectElement>('sandbox');
  const names = new Set<string>();
  const add = (name: string | undefined) => {
    if (!name || names.has(name)) return;
    names.add(name);
    select.append(element('option', { value: name }, name));
    choice.hidden = false;
  };
  select.append(element('option', { value: '' }, 'all (common)'));
  for (const name of known) add(name);
  feed.on('request', (request) => add(request.sandbox));
  select.addEventListener('change', () => {
    sandbox = select.value || undefined;
    changed();
  });
}

/** Shows the current settings in the header of every view. */
function followSettings({ feed, control: mock, names: { upstream } }: ViewParts): void {
  const now = find('now');
  const draw = ({ scenario, faults, speed }: Settings) => {
    now.hidden = false;
    fill(
      now,
      element('span', { class: 'hidden' }, 'Now: '),
      ...(upstream === undefined
        ? [scenario ?? 'examples', ' ', element('span', { class: 'quiet' }, speed === 'max' ? 'at once' : `${speed}×`)]
        : [`→ ${new URL(upstream).host}`]),
      ...faults.map((fault) => element('span', { class: 'tag fault' }, fault)),
      // Replaces the names on a narrow page.
      faults.length > 0 &&
        element('span', { class: 'tag fault count', title: faults.join(', ') }, countOf(faults.length, 'fault')),
    );
  };
  const load = () => attempt(async () => draw(await mock.settings()));
  feed.on('settings', (settings) => {
    if (settings.sandbox === sandbox) draw(settings);
  });
  feed.on('reset', load);
  find('sandbox').addEventListener('change', load);
  load();
}

/** Follows the system's theme or the user's choice, which is stored if the browser allows storage. */
function followTheme(): void {
  const button = find('theme');
  const order = ['system', 'light', 'dark'] as const;
  let theme: (typeof order)[number] = order.find((one) => one === read()) ?? 'system';
  const draw = () => {
    document.documentElement.dataset.theme = theme;
    button.setAttribute('aria-label', `Colours: ${theme}`);
    button.title = button.getAttribute('aria-label') ?? '';
  };
  button.addEventListener('click', () => {
    theme = order[(order.indexOf(theme) + 1) % order.length]!;
    try {
      localStorage.setItem('mock-console-theme', theme);
    } catch {
      // Without storage, the choice lasts until the page is closed.
    }
    draw();
    say(button.title);
  });
  draw();
  function read(): string | null {
    try {
      return localStorage.getItem('mock-console-theme');
    } catch {
      return null;
    }
  }
}
