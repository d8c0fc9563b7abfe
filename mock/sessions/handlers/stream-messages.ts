import type { StreamMessagesRequest } from '../../../generated/types.ts';
import { inputOf, isEnd, type StreamProtocol } from '../../../src/sse/stream-protocol.ts';
import { factorOf } from '../../control/settings.ts';
import type { Conflict } from '../../faults/fault.ts';
import type { Reply } from '../../http/exchange.ts';
import { errorReply, unknownSessionReply } from '../../http/replies.ts';
import { type FrameList, framesOf, toArray } from '../../streams/frame.ts';
import { play } from '../../streams/player.ts';
import { scenarioInPrompt } from '../../streams/scenarios.ts';
import { createTurn, type TurnResult } from '../../streams/turn.ts';
import { jobMetadataOf, type SessionEvent, type StoredSession, sameIndexes } from '../session.ts';
import { type Call, findSession, type Handler, sessionIdOf } from './handler.ts';

/** Needs the contract's stream protocol; without one the operation has no handler. */
export const streamMessages: Handler = async (call) => {
  const { context, faults, project } = call;
  const session = await findSession(call);
  if (!session) return unknownSessionReply(sessionIdOf(call));
  const { index_ids: indexIds } = requestOf(call);
  const locked = session.index_ids !== null && !sameIndexes(session.index_ids, indexIds);
  const begun = !locked && (await context.store.beginTurn(project, session.session_id));
  const conflict = faults.at('conflict', locked ? 'locked' : begun ? null : 'streaming', { session, indexIds });
  if (!conflict) return startTurn(call, session, call.operation.stream!.protocol!);
  if (begun) await context.store.endTurn(project, session.session_id);
  return conflictReply(conflict, session);
};

function startTurn(call: Call, session: StoredSession, protocol: StreamProtocol): Reply {
  const { context, faults } = call;
  const scenario = chooseScenario(call);
  const planned = framesOf(context.scenarios.get(scenario)!, protocol, placeholders(call));
  const frames = faults.on.length === 0 ? planned : faults.at('frames', toArray(planned), { session });
  const { clock } = context;
  const speed = call.preference.speed ?? context.settings.speed;
  const started = clock.now();
  const turn = createTurn(
    protocol,
    (result) => keepTurn(call, protocol, result, planned),
    () => clock.now() - started,
  );
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'x-accel-buffering': 'no',
    'x-mock-scenario': scenario,
  };
  const subject = {
    operation: call.operation.id,
    scenario,
    session: sessionIdOf(call),
    request: call.number,
    speed,
    faults: faults.on,
  };
  const entry = context.streams.open(subject, protocol);
  const playback = play({ frames, turn, clock, speed: factorOf(speed), audience: entry });
  entry.attach(playback);
  return { status: 200, headers, playback };
}

/** Puts a turn into its session, once it is over. A session that was deleted meanwhile stays deleted. */
async function keepTurn(
  call: Call,
  protocol: StreamProtocol,
  { events, abandoned }: TurnResult,
  planned: FrameList,
): Promise<void> {
  const { context, faults, project } = call;
  const sessionId = sessionIdOf(call);
  try {
    if (abandoned && !faults.at('keepsAbandoned', true, {})) return;
    const input = inputOf(protocol);
    const asked: SessionEvent[] = input ? [{ type: input.type, [input.field]: requestOf(call).prompt }] : [];
    await context.store.update(project, sessionId, (session) => ({
      ...session,
      events: [...session.events, ...asked, ...events],
      job_metadata: jobMetadataOf(
        events.findLast((event) => isEnd(protocol, String(event.type))) ?? lastEventOf(planned),
      ),
      last_updated_at: faults.at('updatedAt', context.timestamp(), { before: session.last_updated_at }),
    }));
  } finally {
    await context.store.endTurn(project, sessionId);
  }
}

/** What the turn would have ended with, where a fault left that out. */
function lastEventOf(frames: FrameList): SessionEvent {
  const kept = toArray(frames).findLast((frame) => frame.kind === 'message' && frame.history !== null);
  return kept?.kind === 'message' ? kept.data : {};
}

function conflictReply(conflict: Conflict, session: StoredSession): Reply {
  if (conflict === 'streaming') return errorReply(409, 'This session is still streaming another turn.');
  return errorReply(409, `This session is locked to the indexes ${session.index_ids?.join(', ')}.`);
}

/** `Prefer` wins over the prompt, the prompt over the mock's own setting. */
function chooseScenario({ context, preference, ...call }: Call): string {
  return (
    preference.scenario ?? scenarioInPrompt(context.scenarios, requestOf(call).prompt) ?? context.settings.scenario
  );
}

/** Call ids are made once a turn, so that a call and its result name the same. */
function placeholders(call: Call): (name: string) => string {
  const { prompt, index_ids: indexIds } = requestOf(call);
  const values = new Map([
    ['prompt', prompt],
    ['index_id', indexIds[0] ?? ''],
  ]);
  return (name) => {
    let value = values.get(name);
    if (value === undefined) {
      value = call.context.identifier('call');
      values.set(name, value);
    }
    return value;
  };
}

function requestOf(call: { body: unknown }): StreamMessagesRequest {
  return call.body as StreamMessagesRequest;
}
