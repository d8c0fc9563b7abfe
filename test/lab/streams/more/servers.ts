import type { Change, LabFrame, Loose } from '../frame.ts';
import type { ServerChoice } from '../serve-stream.ts';

/** More servers of one API: correct ones, and broken ones by the violated rule. */
export interface MoreServers {
  correct: Record<string, ServerChoice>;
  broken: Record<string, [rule: string, choice: ServerChoice]>;
}

/** Servers that change the frames of a turn. */
export function changing(changes: Record<string, Change>): Record<string, ServerChoice> {
  return Object.fromEntries(Object.entries(changes).map(([title, change]) => [title, { change }]));
}

/** Broken servers that change the frames of a turn. */
export function breaking(changes: Record<string, [string, Change]>): MoreServers['broken'] {
  return Object.fromEntries(Object.entries(changes).map(([title, [rule, change]]) => [title, [rule, { change }]]));
}

/** Changes the data of every frame that is JSON. */
export function editAll(change: (data: Loose) => void): Change {
  return editWhere(() => true, change, true);
}

/** Changes the data of the first matching frame, or of all. */
export function editWhere(test: (data: Loose) => boolean, change: (data: Loose) => void, every = false): Change {
  return (frames) => {
    let done = false;
    return frames.map((frame) => {
      if ((done && !every) || typeof frame.data === 'string' || !test(frame.data)) return frame;
      done = true;
      const data = structuredClone(frame.data);
      change(data);
      return { ...frame, data };
    });
  };
}

/** Inserts frames at a position; a negative one counts from the end. */
export function putAt(at: number, ...added: LabFrame[]): Change {
  return (frames) => frames.toSpliced(at, 0, ...structuredClone(added));
}

/** Applies one change after the other. */
export function both(one: Change, other: Change): Change {
  return (frames, request) => other(one(frames, request), request);
}

/** A server that changes its JSON responses with status 200. */
export function editJson(change: (data: Loose) => void): ServerChoice {
  return {
    after: async (response) => {
      if (response.status !== 200 || !response.headers.get('content-type')?.includes('json')) return response;
      const data = await response.json();
      change(data);
      return Response.json(data);
    },
  };
}
