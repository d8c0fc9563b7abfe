import type { SeenRequest } from './control-types.ts';

/** The requests that the page knows, the last so many. */
export interface RequestLog {
  /** All that fit the filter, oldest first: the same array until `version` changes. */
  readonly rows: readonly SeenRequest[];
  readonly size: number;
  /** Adds one, or replaces the one with its world and number. */
  put(request: SeenRequest): void;
  finish(number: number, world: string | undefined, milliseconds: number): void;
  get(key: string): SeenRequest | undefined;
  filter(text: string, world: string | undefined): void;
  /** Drops those of one world; the common one has no name. */
  forget(world: string | undefined): void;
}

/** Numbers count in each world by themselves. */
export function keyOf({ number, world }: Pick<SeenRequest, 'number' | 'world'>): string {
  return `${world ?? ''}/${number}`;
}

/**
 * @param most requests that are kept; the oldest go in blocks, because each block costs a pass over all
 */
export function createRequestLog(most = 20_000): RequestLog {
  let all = new Map<string, SeenRequest>();
  let rows: SeenRequest[] = [];
  let words: string[] = [];
  let only: string | undefined;
  const fits = (request: SeenRequest) => {
    if (only !== undefined && request.world !== only) return false;
    if (words.length === 0) return true;
    const text = textOf(request);
    return words.every((word) => text.includes(word));
  };
  const sift = () => {
    rows = [...all.values()].filter(fits);
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
      } else if (fits(request)) rows.push(request);
      if (all.size < most * 1.1) return;
      all = new Map([...all].slice(-most));
      sift();
    },
    finish(number, world, milliseconds) {
      const key = keyOf({ number, ...(world === undefined ? {} : { world }) });
      const request = all.get(key);
      if (request) this.put({ ...request, milliseconds });
    },
    get: (key) => all.get(key),
    filter(text, world) {
      words = text.toLowerCase().split(/\s+/).filter(Boolean);
      only = world;
      sift();
    },
    forget(world) {
      all = new Map([...all].filter(([, request]) => request.world !== world));
      sift();
    },
  };
}

function textOf({ method, path, status, operation, scenario, faults, session, world, problems }: SeenRequest): string {
  const said = problems && problems.length > 0 ? 'invalid' : '';
  return [method, path, status, operation, scenario, ...faults, session, world, said].join(' ').toLowerCase();
}
