import { createChatClient } from '../../src/client/create-chat-client.ts';
import { AbortError } from '../../src/client/runtime/errors.ts';
import { createTurnStore } from '../../src/client/turn-store.ts';
import { createTurnView } from './draw-turn.ts';
import { element, fill, setText } from './element.ts';
import { oncePerFrame, type View, type ViewParts } from './view.ts';

const examples = ['How much did revenue grow?', 'What are the main risks?', 'Summarise the annual report.'];
const index = 'idx_annual_reports';

/** A prompt field. The turn uses the generated client, as an application would. */
export function createTryView({ names, attempt, say, sandbox }: ViewParts): View {
  const canAsk = ['createSession', 'streamMessages'].every((id) =>
    names.operations.some((operation) => operation.id === id),
  );
  let session: string | undefined;
  let running: AbortController | undefined;
  const token = element('input', { id: 'try-token', type: 'password', autocomplete: 'off' });
  const prompt = element('textarea', { id: 'try-prompt', rows: 2, maxlength: 1000, required: true });
  prompt.value = examples[0]!;
  const scenario = element(
    'select',
    { id: 'try-scenario' },
    element('option', { value: '' }, 'default'),
    ...names.scenarios.map(({ name }) => element('option', { value: name }, name)),
  );
  const turns = element('div', {
    class: 'transcript',
    role: 'log',
    'aria-live': 'off',
    tabindex: 0,
    'aria-label': 'The conversation',
  });
  const where = element('p', { class: 'quiet' });
  const ask = element('button', { type: 'submit', class: 'primary' }, 'Ask');
  const stop = element('button', { type: 'button', hidden: true, onclick: () => leave() }, 'Stop');
  const watch = element('a', { href: '#streams', hidden: true }, 'Watch it on the time line');
  const form = element(
    'form',
    { class: 'ask' },
    element('label', { for: 'try-prompt', class: 'hidden' }, 'Your question'),
    prompt,
    element(
      'div',
      { class: 'row wrap' },
      element('label', { for: 'try-scenario' }, 'Scenario'),
      scenario,
      ...(names.token === undefined ? [element('label', { for: 'try-token' }, 'Token'), token] : []),
      element('span', { class: 'spring' }),
      watch,
      stop,
      ask,
    ),
  );
  const hints = element(
    'div',
    { class: 'empty hints' },
    element('p', {}, 'Ask something. The mock streams an answer event by event, as the service does.'),
    element(
      'div',
      { class: 'row wrap' },
      ...examples.map((text) => element('button', { type: 'button', onclick: () => choose(text) }, text)),
    ),
  );
  const holder = element(
    'section',
    { class: 'view try', 'aria-label': 'Try it' },
    element(
      'div',
      { class: 'pane' },
      element(
        'div',
        { class: 'bar' },
        element('h2', {}, 'Try it'),
        where,
        element('button', { type: 'button', onclick: () => start(undefined) }, 'New session'),
      ),
      canAsk
        ? hints
        : element(
            'p',
            { class: 'empty' },
            'This page can try the Chat API only. Send requests to the mock, and watch them under Requests and Streams.',
          ),
      turns,
      canAsk && form,
    ),
  );
  const choose = (text: string) => {
    prompt.value = text;
    prompt.focus();
  };
  const leave = () => running?.abort();
  const start = (id: string | undefined) => {
    leave();
    session = id;
    fill(turns);
    hints.hidden = id !== undefined;
    setText(where, id === undefined ? 'in a new session' : `in ${id}`);
  };
  const clientOf = () => {
    const name = sandbox();
    return createChatClient({
      baseUrl: '',
      token: names.token ?? token.value,
      fetch: (request) => {
        if (name !== undefined) request.headers.set('x-mock-session', name);
        request.headers.set('x-mock-console', 'try');
        if (scenario.value) request.headers.set('prefer', `scenario=${scenario.value}`);
        return fetch(request);
      },
    });
  };
  const run = async (question: string) => {
    const chat = clientOf();
    const left = new AbortController();
    running = left;
    hints.hidden = true;
    const view = createTurnView();
    turns.append(view.element);
    show(true);
    try {
      session ??= (await chat.createSession({ index_ids: [index] }, { signal: left.signal })).session_id;
      const { index_ids: bound } = await chat.getSessionSummary(session, { signal: left.signal });
      setText(where, `in ${session}`);
      const body = { index_ids: bound?.length ? bound : [index], prompt: question };
      const turn = createTurnStore(chat.streamMessages(session, body, { signal: left.signal }), question);
      const draw = oncePerFrame(() => {
        const isAtEnd = turns.scrollHeight - turns.scrollTop - turns.clientHeight < 120;
        view.draw(turn.getSnapshot());
        if (isAtEnd) turns.scrollTop = turns.scrollHeight;
      });
      turn.subscribe(draw);
      draw();
      turns.scrollTop = turns.scrollHeight;
      const { status, error } = await turn.finished;
      draw();
      const stopped = turn.failure instanceof AbortError;
      say(status === 'done' ? 'The answer is complete.' : stopped ? 'Stopped.' : `Failed: ${error}`);
    } catch (error) {
      view.element.remove();
      throw error;
    } finally {
      if (running === left) {
        running = undefined;
        show(false);
      }
    }
  };
  const show = (isRunning: boolean) => {
    ask.disabled = isRunning;
    stop.hidden = !isRunning;
    watch.hidden = false;
    if (isRunning) say('The answer is being written.');
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = prompt.value.trim();
    if (!text || running) return;
    prompt.value = '';
    attempt(() => run(text));
  });
  prompt.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  holder.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
  });
  start(undefined);
  return {
    element: holder,
    show(id) {
      if (id && id !== session) start(id);
    },
  };
}
