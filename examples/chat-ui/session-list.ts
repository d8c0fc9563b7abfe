import type { ChatClient, SessionSummary } from 'chat-contract/client';
import { create } from './draw-turn.ts';

/** Sessions per page. */
const pageSize = 5;

/** The list of conversations: the latest first, with earlier ones page by page. */
export function createSessionList(
  chat: ChatClient,
  list: HTMLElement,
  more: HTMLButtonElement,
  open: (session: SessionSummary) => void,
) {
  let next: string | null = null;
  let current: string | null = null;

  async function load(token: string | null): Promise<void> {
    const page = await chat.listSessions({ page_size: pageSize, page_token: token });
    if (token === null) list.replaceChildren();
    const first = list.children.length;
    list.append(...page.items.map(draw));
    next = page.next_page_token ?? null;
    more.hidden = next === null;
    // Moves the keyboard focus to the first new conversation.
    if (token !== null) list.children[first]?.querySelector('button')?.focus();
    mark();
  }

  function draw(session: SessionSummary): HTMLElement {
    const item = create('li', '');
    const button = create('button', '', session.generated_title ?? 'Untitled');
    button.setAttribute('type', 'button');
    button.dataset.id = session.session_id;
    const time = create('time', '', new Date(session.last_updated_at).toLocaleString());
    time.setAttribute('datetime', session.last_updated_at);
    button.append(time);
    button.addEventListener('click', () => open(session));
    item.append(button);
    return item;
  }

  function mark(): void {
    for (const button of list.querySelectorAll('button')) {
      button.setAttribute('aria-current', String(button.dataset.id === current));
    }
  }

  return {
    /** Loads the first page again. */
    refresh: () => load(null),
    /** Loads the next page. */
    loadMore: () => load(next),
    /** Marks the open conversation. */
    select(id: string | null): void {
      current = id;
      mark();
    },
  };
}
