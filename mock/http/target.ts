/** A request target, taken apart. */
export interface Target {
  /** Still percent-encoded. */
  path: string;
  /** What stands behind the question mark; empty where there is none. */
  search: string;
  query: URLSearchParams;
}

const noQuery = new URLSearchParams();

/** Takes a request target apart (RFC 9112, section 3.2): the origin of an absolute one says nothing here. */
export function readTarget(target: string): Target {
  const local = target.startsWith('/') ? target : target.replace(/^https?:\/\/[^/?#]*/i, '');
  const fragment = local.indexOf('#');
  const whole = fragment === -1 ? local : local.slice(0, fragment);
  const mark = whole.indexOf('?');
  if (mark === -1) return { path: whole || '/', search: '', query: noQuery };
  const search = whole.slice(mark + 1);
  return { path: whole.slice(0, mark) || '/', search, query: new URLSearchParams(search) };
}
