import type { SeenRequest } from '../control-types.ts';

/** The most recent requests. */
export interface RequestLog {
  /** The requests that match the filter, oldest first: the same array until `version` changes. */
  readonly rows: readonly SeenRequest[];
  readonly size: number;
  /** Adds a request, or replaces the one with its sandbox and number. */
  put(request: SeenRequest): void;
  finish(number: number, sandbox: string | undefined, milliseconds: number): void;
  get(key: string): SeenRequest | undefined;
  filter(wanted: RequestFilter): void;
  /** The operations of the requests, sorted by name. */
  readonly operations: string[];
  /** Drops the requests of one sandbox; the common one has no name. */
  forget(sandbox: string | undefined): void;
}

/** The filter of the shown requests. */
export interface RequestFilter {
  text?: string;
  sandbox?: string | undefined;
  operation?: string;
  /** Excludes those that this page sent. */
  hideOwn?: boolean;
  /** Groups requests by operation. */
  grouped?: boolean;
}

/** Each sandbox has its own numbers. */
export function keyOf({ number, sandbox }: Pick<SeenRequest, 'number' | 'sandbox'>): string {
  return `${sandbox ?? ''}/${number}`;
}

/** @param most maximum number of requests; the oldest are dropped in blocks, because each drop costs a pass over all */
export function createRequestLog(most = 20_000): RequestLog {
  let all = new Map<string, SeenRequest>();
  let rows: SeenRequest[] = [];
  let words: string[] = [];
  let wanted: RequestFilter = {};
  const fits = (request: SeenRequest) => {
    const { sandbox, operation, hideOwn } = wanted;
    if (sandbox !== undefined && request.sandbox !== sandbox) return false;
    if (operation && request.operation !== operation) return false;
    if (hideOwn && request.headers?.['x-mock-console'] !== undefined) return false;
    if (words.length === 0) return true;
    const text = textOf(request);
    return words.every((word) => text.includes(word));
  };
  const sift = () => {
    rows = [...all.values()].filter(fits);
    if (wanted.grouped) rows.sort(byOperation);
  };
  return {
    get rows() {
      return rows;
    },
    get size() {
      return all.size;
    },
    put(request) {
      const key = keyOf(request);
      const before = all.get(key);
      all.set(key, request);
      if (before) {
        const at = rows.lastIndexOf(before);
        if (at !== -1) rows[at] = request;
      } else if (fits(request)) {
        rows.push(request);
        if (wanted.grouped) rows.sort(byOperation);
      }
      if (all.size < most * 1.1) return;
      all = new Map([...all].slice(-most));
      sift();
    },
    finish(number, sandbox, milliseconds) {
      const key = keyOf({ number, ...(sandbox === undefined ? {} : { sandbox }) });
      const request = all.get(key);
      if (request) this.put({ ...request, milliseconds });
    },
    get: (key) => all.get(key),
    filter(filter) {
      words = (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
      wanted = filter;
      sift();
    },
    get operations() {
      return [...new Set([...all.values()].flatMap(({ operation }) => operation ?? []))].sort();
    },
    forget(sandbox) {
      all = new Map([...all].filter(([, request]) => request.sandbox !== sandbox));
      sift();
    },
  };
}

function byOperation(one: SeenRequest, other: SeenRequest): number {
  return (one.operation ?? '').localeCompare(other.operation ?? '') || one.at.localeCompare(other.at);
}

function textOf({
  method,
  path,
  status,
  operation,
  scenario,
  faults,
  session,
  sandbox,
  problems = [],
  violations = [],
}: SeenRequest): string {
  const said = [problems.length > 0 && 'invalid', ...violations.map(({ rule }) => `violation ${rule}`)].filter(Boolean);
  return [method, path, status, operation, scenario, ...faults, session, sandbox, ...said].join(' ').toLowerCase();
}
