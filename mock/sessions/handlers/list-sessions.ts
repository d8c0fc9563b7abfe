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
  return pageReply(faults.at('page', pageOf(sessions, after, size), { sessions, after, size }), context);
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

/** The text of each session is created once, so a page of twenty is only a join. */
function pageReply({ items, next }: Page, { tokens }: HandlerContext): Reply {
  const token = JSON.stringify(next && tokens.write(next));
  const text = `{"items":[${items.map(summaryTextOf).join(',')}],"next_page_token":${token}}`;
  return { status: 200, headers: { 'content-type': 'application/json' }, text };
}

function forgedToken() {
  return problem('query', 'token', {
    loc: ['query', 'page_token'],
    msg: 'This page token was not issued by this server. Leave it out to begin with the first page.',
    type: 'value_error',
  });
}
