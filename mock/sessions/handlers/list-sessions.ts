import type { HandlerContext } from '../../handler-context.ts';
import type { Reply } from '../../http/exchange.ts';
import { problemsReply } from '../../http/replies.ts';
import { problem } from '../../request/request-problem.ts';
import { type Page, pageOf } from '../paging.ts';
import { type StoredSession, summaryTextOf } from '../session.ts';
import type { Handler } from './handler.ts';

const defaultPageSize = 20;
const largestPageSize = 100;

export const listSessions: Handler = async ({ context, faults, project, query }) => {
  const token = (query.page_token as string | undefined) ?? null;
  const after = token === null ? null : faults.at('cursor', context.tokens.read(token), { token });
  if (after === undefined) return problemsReply([forgedToken()]);
  const size = Math.min((query.page_size as number | undefined) ?? defaultPageSize, largestPageSize);
  const stored = await context.store.list(project);
  const sessions = faults.at('lists', withoutDeleted(stored), { stored });
  const page = after ? pageOf(sessions, after, size) : firstPageOf(sessions, size);
  return pageReply(faults.at('page', page, { sessions, after, size }), context);
};

const remaining = new WeakMap<readonly StoredSession[], readonly StoredSession[]>();

/** A fault of an earlier request may have kept a deleted session. A list stays the same until something changes. */
function withoutDeleted(stored: readonly StoredSession[]): readonly StoredSession[] {
  let kept = remaining.get(stored);
  if (!kept) {
    kept = stored.filter((session) => !session.deleted);
    remaining.set(stored, kept);
  }
  return kept;
}

const firstPages = new WeakMap<readonly StoredSession[], Map<number, Page>>();

/** The first pages of a list, which are asked for most. */
function firstPageOf(sessions: readonly StoredSession[], size: number): Page {
  let ofList = firstPages.get(sessions);
  if (!ofList) {
    ofList = new Map();
    firstPages.set(sessions, ofList);
  }
  const page = ofList.get(size) ?? pageOf(sessions, null, size);
  ofList.set(size, page);
  return page;
}

const texts = new WeakMap<Page, string>();

/** The text of each session is created once, and that of a page: putting it together takes a twentieth of a request. */
function pageReply(page: Page, { tokens }: HandlerContext): Reply {
  const { items, next } = page;
  let text = texts.get(page);
  if (text === undefined) {
    const token = JSON.stringify(next && tokens.write(next));
    text = `{"items":[${items.map(summaryTextOf).join(',')}],"next_page_token":${token}}`;
    texts.set(page, text);
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, text };
}

function forgedToken() {
  return problem('query', 'token', {
    loc: ['query', 'page_token'],
    msg: 'This page token was not issued by this server. Leave it out to begin with the first page.',
    type: 'value_error',
  });
}
