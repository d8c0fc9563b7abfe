import { errorReply, jsonReply } from '../../http/replies.ts';
import type { PreparedResponse } from '../response-queue.ts';
import type { Settings } from '../settings.ts';
import { type ControlRoutes, done } from './route.ts';

/** What later responses are: queued ones, and the settings for all. */
export const responseRoutes: ControlRoutes = {
  '/__mock/next': {
    GET: {
      does: 'lists the queued responses with their ids and remaining uses',
      answer: ({ controls }) => jsonReply(200, { queue: controls.queue() }),
    },
    POST: {
      does: 'queues {"operation", "scenario", "fault", "speed", "response": {"status", "headers", "body"}, "times"}, or a list of them',
      answer({ controls, body }) {
        for (const one of Array.isArray(body) ? body : [body]) controls.next(one as PreparedResponse);
        return done;
      },
    },
  },
  '/__mock/next/{id}': {
    PUT: {
      does: 'replaces a queued response',
      answer: ({ controls, body, name }) =>
        controls.requeue(name, body as PreparedResponse) ? done : errorReply(404, 'Unknown queued response.'),
    },
    DELETE: {
      does: 'removes a queued response',
      answer: ({ controls, name }) =>
        controls.requeue(name, undefined) ? done : errorReply(404, 'Unknown queued response.'),
    },
  },
  '/__mock/settings': {
    GET: {
      does: 'returns the settings for all requests: {"scenario", "faults", "speed"}',
      answer: ({ controls }) => jsonReply(200, controls.settings()),
    },
    PATCH: {
      does: 'changes settings for all later requests',
      answer({ controls, body }) {
        controls.configure(body as Partial<Settings>);
        return done;
      },
    },
  },
};
