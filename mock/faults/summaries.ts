import { isObject } from '../../src/shared/json.ts';
import type { Reply } from '../http/exchange.ts';
import type { FaultBehaviour, ReplyContext } from './fault.ts';

/** A JSON object of a reply. */
export type Body = Record<string, unknown>;

/** The operations that return one session without its events. */
export const singleSummaries: readonly string[] = ['createSession', 'getSessionSummary', 'generateSessionTitle'];

/** Every operation that returns a session. */
export const everySummary: readonly string[] = [...singleSummaries, 'getSession', 'listSessions'];

/** Changes the successful responses of an operation. */
export function changeReply(operation: string, change: (reply: Reply, context: ReplyContext) => Reply): FaultBehaviour {
  return {
    reply: (reply, context) =>
      context.operation?.id === operation && reply.status < 300 ? change(reply, context) : reply,
  };
}

/** Changes the responses with a status. */
export function changeStatus(status: number, change: (reply: Reply, context: ReplyContext) => Reply): FaultBehaviour {
  return { reply: (reply, context) => (reply.status === status ? change(reply, context) : reply) };
}

/** Changes each session in the responses of these operations, including each item of a list. */
export function changeSummaries(operations: readonly string[], change: (summary: Body) => Body): FaultBehaviour {
  return {
    reply: (reply, { operation }) => {
      if (!operation || !operations.includes(operation.id) || reply.status >= 300 || !isObject(reply.body))
        return reply;
      const { items } = reply.body;
      const body = Array.isArray(items) ? { ...reply.body, items: items.map(change) } : change(reply.body);
      return { ...reply, body };
    },
  };
}

/** `value` without one of its fields. */
export function without(value: Body, field: string): Body {
  const { [field]: _, ...rest } = value;
  return rest;
}
