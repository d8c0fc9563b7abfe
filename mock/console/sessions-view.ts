import { foldHistory } from '../../src/client/turn.ts';
import { parseJson } from '../../src/shared/json.ts';
import { countOf } from '../../src/shared/wording.ts';
import type { FullSession } from './control-types.ts';
import { createTurnView } from './draw-turn.ts';
import { element, fill, setText } from './element.ts';
import { saveFile } from './save-file.ts';
import { oncePerFrame, type View, type ViewParts } from './view.ts';
import { shorten } from './visible-text.ts';

interface Listed {
  project: string;
  session: FullSession;
}

/** Delay after the last change before sessions are reloaded, in milliseconds. */
const settle = 300;

/** The sessions of the selected sandbox: transcripts, seeds and reset. */
export function createSessionsView(parts: ViewParts): View {
  const { control, feed, attempt, say, sandbox } = parts;
  let sessions: Listed[] = [];
  let shown: string | undefined;
  let isSeen = false;
  const list = element('ul', { class: 'session-list' });
  const empty = element('p', { class: 'empty quiet' }, 'No sessions.');
  const where = element('p', { class: 'quiet' });
  const title = element('h3', { tabindex: -1 });
  const facts = element('p', { class: 'quiet' });
  const transcript = element('div', {
    class: 'transcript',
    role: 'log',
    'aria-live': 'off',
    tabindex: 0,
    'aria-label': 'Transcript',
  });
  const file = element('input', {
    type: 'file',
    accept: '.sse,text/event-stream',
    id: 'import-file',
    class: 'hidden',
    'aria-label': 'Import a .sse fixture',
    onchange: () => importFile(),
  });
  const detail = element(
    'div',
    { class: 'pane session-detail', hidden: true },
    element(
      'div',
      { class: 'bar' },
      title,
      element(
        'div',
        { class: 'row' },
        element('button', { type: 'button', onclick: () => exportTranscript() }, 'Export .sse'),
        element('button', { type: 'button', onclick: () => file.click() }, 'Import .sse'),
        element('button', { type: 'button', onclick: () => continueIt() }, 'Continue'),
        file,
      ),
    ),
    facts,
    transcript,
  );
  const seedText = element('textarea', {
    id: 'seed-text',
    rows: 6,
    spellcheck: 'false',
    placeholder: '{"sessions": [{"session_id": "ses_1", "minutes_ago": 5, "generated_title": "Revenue"}]}',
  });
  const seeding = element(
    'details',
    { class: 'seeding' },
    element('summary', {}, 'Seed and reset'),
    element(
      'div',
      { class: 'row wrap' },
      element(
        'button',
        { type: 'button', onclick: () => reset(undefined, 'Reset to the initial state.') },
        'Reset to the initial state',
      ),
      element(
        'button',
        { type: 'button', onclick: () => reset('none', 'All sessions removed.') },
        'Remove all sessions',
      ),
      element('button', { type: 'button', onclick: () => seed('demo') }, 'Add the demo sessions'),
    ),
    element('label', { for: 'seed-text' }, 'Sessions to add, as JSON'),
    seedText,
    element('button', { type: 'button', onclick: () => seedGiven() }, 'Add sessions'),
  );
  const holder = element(
    'section',
    { class: 'view split sessions', 'aria-label': 'Sessions' },
    element(
      'div',
      { class: 'pane session-pane' },
      element('div', { class: 'bar' }, element('h2', {}, 'Sessions')),
      where,
      seeding,
      empty,
      list,
    ),
    detail,
  );

  const load = () =>
    attempt(async () => {
      const projects = await control.sessions();
      sessions = Object.entries(projects)
        .flatMap(([project, own]) => own.map((session) => ({ project, session })))
        .sort((one, other) => other.session.last_updated_at.localeCompare(one.session.last_updated_at));
      redraw();
    });
  const redraw = oncePerFrame(() => {
    if (shown === undefined || !sessions.some(({ session }) => session.session_id === shown)) {
      shown = sessions[0]?.session.session_id;
    }
    empty.hidden = sessions.length > 0;
    setText(where, sandbox() === undefined ? 'Of the common sandbox' : `Of the sandbox ${sandbox()}`);
    const hadFocus = list.contains(document.activeElement);
    fill(
      list,
      ...sessions.slice(0, 500).map((one) =>
        drawItem(one, one.session.session_id === shown, () => {
          shown = one.session.session_id;
          redraw();
        }),
      ),
    );
    if (hadFocus) list.querySelector<HTMLElement>('[aria-current="true"]')?.focus();
    drawDetail();
  });
  const current = () => sessions.find(({ session }) => session.session_id === shown);
  let drawnOf: unknown;
  const drawDetail = () => {
    const one = current();
    detail.hidden = !one;
    if (!one || drawnOf === one.session) return;
    drawnOf = one.session;
    const { session, project } = one;
    setText(title, session.generated_title || 'Untitled');
    const indexes = session.index_ids ? `indexes ${session.index_ids.join(', ')}` : 'bound to no index';
    setText(facts, [session.session_id, project, indexes].filter(Boolean).join(' · '));
    const turns = foldHistory(session.events);
    fill(
      transcript,
      ...turns.map((turn) => {
        const view = createTurnView();
        // Do not wait for the end of a turn without a stop event.
        view.draw(turn);
        view.element.setAttribute('aria-busy', 'false');
        return view.element;
      }),
      turns.length === 0 && element('p', { class: 'quiet' }, 'No turn yet.'),
    );
    transcript.scrollTop = transcript.scrollHeight;
  };

  const reset = (seeded: string | undefined, told: string) =>
    attempt(async () => {
      await control.reset(seeded);
      say(told);
      await load();
    });
  const seed = (given: unknown) =>
    attempt(async () => {
      await control.seed(given);
      say('Sessions added.');
      await load();
    });
  const seedGiven = () =>
    attempt(async () => {
      const given = parseJson(seedText.value);
      if (given === undefined) throw new Error('The sessions to add are not JSON.');
      await control.seed(given);
      say('Sessions added.');
      await load();
    });
  const exportTranscript = () =>
    attempt(async () => {
      const one = current();
      if (!one) return;
      const text = await control.exportTranscript(one.session.session_id, one.project);
      saveFile(`${one.session.session_id.replace(/[^\w.-]/g, '_')}.sse`, text);
      say('Transcript saved.');
    });
  const importFile = () =>
    attempt(async () => {
      const [chosen] = file.files ?? [];
      const one = current();
      if (!chosen || !one) return;
      const text = await chosen.text();
      file.value = '';
      const problems = await control.importTranscript(one.session.session_id, one.project, text);
      await load();
      if (problems.length > 0) throw new Error(`Imported. It violates the protocol: ${problems.join(' ')}`);
      say(`${chosen.name} imported.`);
    });
  const continueIt = () => {
    if (shown !== undefined) location.hash = `try/${encodeURIComponent(shown)}`;
  };

  let waiting: ReturnType<typeof setTimeout> | undefined;
  const changed = () => {
    if (!isSeen || holder.hidden) return;
    clearTimeout(waiting);
    waiting = setTimeout(load, settle);
  };
  for (const kind of ['finished', 'seeded', 'reset'] as const) feed.on(kind, changed);

  return {
    element: holder,
    show(id) {
      isSeen = true;
      if (id) shown = id;
      load();
    },
  };
}

function drawItem({ session, project }: Listed, isShown: boolean, choose: () => void): HTMLElement {
  const { generated_title: title, session_id: id, events, last_updated_at: at } = session;
  const turns = events.filter(({ type }) => type === 'user_input').length;
  return element(
    'li',
    {},
    element(
      'button',
      { type: 'button', class: 'item', 'aria-current': String(isShown), onclick: choose },
      element('b', {}, shorten(title || 'Untitled', 120)),
      element(
        'span',
        { class: 'quiet' },
        `${shorten(id, 60)} · ${countOf(turns, 'turn')} · ${new Date(at).toLocaleString()}${project && project !== 'default' ? ` · ${project}` : ''}`,
      ),
    ),
  );
}
