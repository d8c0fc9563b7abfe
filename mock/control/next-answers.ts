import type { Reply } from '../http/exchange.ts';
import { jsonReply } from '../http/replies.ts';
import type { Speed } from './settings.ts';

/** What a test asks of the requests that come next. */
export interface NextAnswer {
  /** The operation that is meant, by its id; any where left out. */
  operation?: string;
  /** What a turn plays. */
  scenario?: string;
  /** How its stream is timed: `ttft=400ms rate=40/s`. */
  pace?: string;
  /** How many times faster than written a turn is played; `max` for no waiting. */
  speed?: Speed;
  /** Faults that are on, with their parameters: `stall-after-event:3`. */
  fault?: string | readonly string[];
  /** The whole answer, in the place of what the mock would have said. */
  response?: { status?: number; headers?: Record<string, string>; body?: unknown };
  /** For so many requests; 1 where left out. */
  times?: number;
}

/** A queued response: its id, and for how many requests it is left. */
export type QueuedAnswer = NextAnswer & { id: string; left: number };

/** What is asked of the next requests, first in, first out for each operation. */
export interface NextAnswers {
  add(answer: NextAnswer): void;
  /** Takes what is meant for a request to this operation. */
  take(operation: string): NextAnswer | undefined;
  /** Those that wait, in their order. */
  list(): QueuedAnswer[];
  /** Puts another in the place of one, or removes it. @returns false if there is none with this id */
  replace(id: string, answer: NextAnswer | undefined): boolean;
  /** How many requests are still provided for. */
  readonly length: number;
  clear(): void;
}

export function createNextAnswers(): NextAnswers {
  let waiting: { id: string; answer: NextAnswer; left: number }[] = [];
  let count = 0;
  return {
    add: (answer) => void waiting.push({ id: String(++count), answer, left: answer.times ?? 1 }),
    take(operation) {
      if (waiting.length === 0) return undefined;
      const found = waiting.find(({ answer }) => answer.operation === undefined || answer.operation === operation);
      if (!found) return undefined;
      found.left--;
      if (found.left <= 0) waiting = waiting.filter((one) => one !== found);
      return found.answer;
    },
    list: () => waiting.map(({ id, answer, left }) => ({ ...answer, id, left })),
    replace(id, answer) {
      const index = waiting.findIndex((one) => one.id === id);
      if (index === -1) return false;
      waiting = answer ? waiting.with(index, { id, answer, left: answer.times ?? 1 }) : waiting.toSpliced(index, 1);
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

/** The faults that an answer names. */
export function namesOf(fault: NextAnswer['fault']): readonly string[] {
  if (fault === undefined) return [];
  return typeof fault === 'string' ? [fault] : fault;
}

/** The whole response that was queued: a text is sent as it is, everything else as JSON. `null`: none was. */
export function replyOf(next: NextAnswer | undefined): Reply | null {
  if (!next?.response) return null;
  const { status = 200, headers = {}, body } = next.response;
  const named = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (body === undefined) return { status, headers: named };
  if (typeof body !== 'string') return jsonReply(status, body, named);
  return { status, headers: { 'content-type': 'text/plain; charset=utf-8', ...named }, text: body };
}
