import {
  createChatClient,
  createTurnStore,
  explainError,
  foldHistory,
  type SessionSummary,
} from 'chat-contract/client';
import { createTurnView } from './draw-turn.ts';
import { createSessionList } from './session-list.ts';

// `?server=` sets the URL of the server (default: the mock's), and `?token=` the key.
const settings = new URLSearchParams(location.search);
const chat = createChatClient({
  baseUrl: settings.get('server') ?? 'http://127.0.0.1:4010',
  token: settings.get('token') ?? 'any-token',
});
const indexes = ['idx_annual_reports'];

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const turns = find('turns');
const title = find('title');
const problem = find('problem');
const status = find('status');
const prompt = find<HTMLTextAreaElement>('prompt');
const send = find<HTMLButtonElement>('send');
const cancel = find<HTMLButtonElement>('cancel');

let session: SessionSummary | undefined;
let running: AbortController | undefined;
const sessions = createSessionList(chat, find('sessions'), find<HTMLButtonElement>('more'), (chosen) =>
  attempt(() => openSession(chosen)),
);

/** Runs an action, and shows its error on the page. */
async function attempt(action: () => Promise<void>): Promise<void> {
  problem.hidden = true;
  try {
    await action();
  } catch (error) {
    console.error(error);
    problem.textContent = explainError(error);
    problem.hidden = false;
  }
}

function startSession(): void {
  running?.abort();
  session = undefined;
  title.textContent = 'New conversation';
  turns.replaceChildren();
  sessions.select(null);
  prompt.focus();
}

async function openSession(chosen: SessionSummary): Promise<void> {
  running?.abort();
  const { events } = await chat.getSession(chosen.session_id);
  session = chosen;
  title.textContent = chosen.generated_title ?? 'Untitled';
  sessions.select(chosen.session_id);
  turns.replaceChildren();
  for (const turn of foldHistory(events)) {
    const view = createTurnView();
    view.draw(turn);
    turns.append(view.element);
  }
  turns.scrollTop = turns.scrollHeight;
}

async function ask(question: string): Promise<void> {
  const isNew = !session;
  session ??= await chat.createSession({ index_ids: indexes });
  const asked = session;
  const leave = new AbortController();
  running = leave;
  const view = createTurnView();
  turns.append(view.element);
  const body = { index_ids: asked.index_ids ?? indexes, prompt: question };
  const turn = createTurnStore(chat.streamMessages(asked.session_id, body, leave), question);
  const draw = () => {
    const isAtEnd = turns.scrollHeight - turns.scrollTop - turns.clientHeight < 80;
    view.draw(turn.getSnapshot());
    if (isAtEnd) turns.scrollTop = turns.scrollHeight;
  };
  turn.subscribe(draw);
  draw();
  turns.scrollTop = turns.scrollHeight;
  showRunning(true);
  const { status: end, error } = await turn.finished;
  if (running === leave) {
    running = undefined;
    showRunning(false);
  }
  status.textContent = end === 'done' ? 'The answer is complete.' : error;
  if (isNew && end === 'done') {
    const { generated_title: name } = await chat.generateSessionTitle(asked.session_id, { first_message: question });
    if (session === asked) title.textContent = name ?? 'Untitled';
  }
  await sessions.refresh();
  if (session === asked) sessions.select(asked.session_id);
}

function showRunning(isRunning: boolean): void {
  send.disabled = isRunning;
  cancel.hidden = !isRunning;
  if (isRunning) status.textContent = 'The answer is being written.';
  else prompt.focus();
}

find('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  const question = prompt.value.trim();
  if (!question || running) return;
  prompt.value = '';
  attempt(() => ask(question));
});
prompt.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  find<HTMLFormElement>('ask').requestSubmit();
});
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') running?.abort(new Error('cancelled by you'));
});
cancel.addEventListener('click', () => running?.abort(new Error('cancelled by you')));
find('new').addEventListener('click', startSession);
find('more').addEventListener('click', () => attempt(sessions.loadMore));

const theme = find('theme');
function setTheme(isDark: boolean): void {
  document.documentElement.dataset.theme = isDark ? 'dark' : 'light';
  theme.setAttribute('aria-pressed', String(isDark));
}
theme.addEventListener('click', () => setTheme(theme.getAttribute('aria-pressed') !== 'true'));
setTheme(matchMedia('(prefers-color-scheme: dark)').matches);

attempt(sessions.refresh);
