import type { Session } from './model.ts';

/** One page of a list. */
export interface Page {
  items: Session[];
  next: string | null;
}

/** The end of a page, as a token that a client cannot read and this server can check. */
export const tokenOf = (touched: number): string =>
  Buffer.from(`after:${touched}:${touched * 7 + 3}`).toString('base64url');

/** The argument of `tokenOf`; undefined for a token that it did not create. */
export function readToken(token: string): number | undefined {
  const [, touched, check] = /^after:(\d+):(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  const place = Number(touched);
  return Number(check) === place * 7 + 3 && tokenOf(place) === token ? place : undefined;
}

/** The page after `token` of sessions sorted newest first. */
export function cutPage(sessions: readonly Session[], size: number, token: string | null): Page {
  const after = token === null ? Infinity : (readToken(token) ?? Infinity);
  const rest = sessions.filter(({ touched }) => touched < after);
  const items = rest.slice(0, size);
  const last = items.at(-1);
  return { items, next: last && rest.length > size ? tokenOf(last.touched) : null };
}
