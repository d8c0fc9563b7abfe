import { excerpt } from '../../../src/shared/excerpt.ts';
import { isObject } from '../../../src/shared/json.ts';
import { UsageError } from '../../../src/shared/usage-error.ts';
import type { Reply } from '../../http/exchange.ts';
import { errorReply, jsonReply } from '../../http/replies.ts';
import { createFeed } from '../feed.ts';
import { type StreamAction, streamActions } from '../stream-journal.ts';
import { inAllSandboxes, isForAll, listenToAll } from './all-sandboxes.ts';
import { type ControlCall, type ControlRoutes, done, type RouteParts } from './route.ts';

/** The live feed, and the control of running streams. */
export const streamRoutes: ControlRoutes = {
  '/__mock/events': {
    GET: {
      does: 'live feed as server-sent events: request, finished, stream-…, queued, settings, seeded, reset; ?sandboxes=all',
      answer: ({ controls, target }, parts) =>
        createFeed(isForAll(target) ? (listener) => listenToAll(parts, listener) : controls.listen, parts),
    },
  },
  '/__mock/streams': {
    GET: {
      does: 'lists current and recent streams with every event sent; ?sandboxes=all',
      answer: ({ controls, target }, parts) =>
        jsonReply(200, {
          streams: isForAll(target) ? inAllSandboxes(parts, (one) => one.streams()) : controls.streams(),
        }),
    },
  },
  '/__mock/streams/{stream}': {
    POST: {
      does: 'controls a stream: {"action": "pause", "resume", "step" or "cut"}',
      answer: controlStream,
    },
  },
};

/** Stream ids are unique across sandboxes. */
function controlStream({ body, name }: ControlCall, { sandboxes }: RouteParts): Reply {
  const action = isObject(body) ? body.action : undefined;
  if (!streamActions.some((one) => one === action)) {
    throw new UsageError(`action must be one of ${streamActions.join(', ')}, not ${excerpt(action, 40)}.`);
  }
  for (const { context } of sandboxes.all()) {
    const came = context.streams.act(name, action as StreamAction);
    if (came === 'done') return done;
    if (came === 'senseless')
      return errorReply(409, `${action} is not possible: ${name} is ${action === 'pause' ? 'already' : 'not'} paused.`);
  }
  return errorReply(404, 'This stream does not exist or has ended.');
}
