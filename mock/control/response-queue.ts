import type { Reply } from '../http/exchange.ts';
import { jsonReply, lowerCased } from '../http/replies.ts';
import type { Speed } from './settings.ts';

/** A response, or changes to a response, that a test queues for the next requests. */
export interface PreparedResponse {
  /** The id of the operation (default: any). */
  operation?: string;
  /** The scenario. */
  scenario?: string;
  /** Timing of the stream: `ttft=400ms rate=40/s`. */
  pace?: string;
  /** Playback speed multiplier; `max` for no delays. */
  speed?: Speed;
  /** Faults to inject, with their values: `stall-after-event:3`. */
  fault?: string | readonly string[];
  /** The complete response, instead of the mock's own. */
  response?: { status?: number; headers?: Record<string, string>; body?: unknown };
  /** Number of requests (default: 1). */
  times?: number;
}

/** A queued response with its id and its remaining uses. */
export type QueuedResponse = PreparedResponse & { id: string; left: number };

/** The queued responses: first in, first out per operation. */
export interface ResponseQueue {
  add(prepared: PreparedResponse): void;
  /** Removes and returns the next response for this operation. */
  take(operation: string): PreparedResponse | undefined;
  /** The queue in order. */
  list(): QueuedResponse[];
  /** Replaces or removes a response. @returns false if the id is unknown */
  replace(id: string, prepared: PreparedResponse | undefined): boolean;
  /** Number of requests that still have a queued response. */
  readonly length: number;
  clear(): void;
}

export function createResponseQueue(): ResponseQueue {
  let waiting: { id: string; prepared: PreparedResponse; left: number }[] = [];
  let count = 0;
  return {
    add: (prepared) => void waiting.push({ id: String(++count), prepared, left: prepared.times ?? 1 }),
    take(operation) {
      if (waiting.length === 0) return undefined;
      const found = waiting.find(
        ({ prepared }) => prepared.operation === undefined || prepared.operation === operation,
      );
      if (!found) return undefined;
      found.left--;
      if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
      return found.prepared;
    },
    list: () => waiting.map(({ id, prepared, left }) => ({ ...prepared, id, left })),
    replace(id, prepared) {
      const index = waiting.findIndex((one) => one.id === id);
      if (index === -1) return false;
      waiting = prepared
        ? waiting.with(index, { id, prepared, left: prepared.times ?? 1 })
        : waiting.toSpliced(index, 1);
      return true;
    },
    get length() {
      return waiting.reduce((sum, { left }) => sum + left, 0);
    },
    clear() {
      waiting = [];
    },
  };
}

/** The faults as a list. */
export function namesOf(fault: PreparedResponse['fault']): readonly string[] {
  if (fault === undefined) return [];
  return typeof fault === 'string' ? [fault] : fault;
}

/** The complete queued response: text is sent unchanged, other values as JSON. `null` if there is none. */
export function replyOf(next: PreparedResponse | undefined): Reply | null {
  if (!next?.response) return null;
  const { status = 200, headers = {}, body } = next.response;
  const named = lowerCased(headers);
  if (body === undefined) return { status, headers: named };
  if (typeof body !== 'string') return jsonReply(status, body, named);
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...named }, text: body };
}
