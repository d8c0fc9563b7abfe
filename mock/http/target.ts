/** A parsed request target. */
export interface Target {
  /** Still percent-encoded. */
  path: string;
  /** The text after the question mark, or empty. */
  search: string;
  query: URLSearchParams;
}

const noQuery = new URLSearchParams();

/** Parses a request target (RFC 9112, section 3.2). The origin of an absolute target is ignored. */
export function readTarget(target: string): Target {
  const local = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
  const fragment = local.indexOf('#');
  const whole = fragment === -1 ? local : local.slice(0, fragment);
  const mark = whole.indexOf('?');
  if (mark === -1) return { path: whole || '/', search: '', query: noQuery };
  const search = whole.slice(mark + 1);
  return { path: whole.slice(0, mark) || '/', search, query: new URLSearchParams(search) };
}
