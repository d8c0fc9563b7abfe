import type { StreamMessagesRequest } from '../../../generated/types.ts';
import { isEnd, type StreamProtocol } from '../../../src/sse/stream-protocol.ts';
import type { Conflict } from '../../faults/fault.ts';
import type { Reply } from '../../http/exchange.ts';
import { errorReply, unknownSessionReply } from '../../http/replies.ts';
import { chooseScenario } from '../../scenarios/choose-scenario.ts';
import { createPlaceholder, type Placeholder } from '../../scenarios/placeholders.ts';
import { filledHeaders, headersOf, pacedSteps, plainReply } from '../../scenarios/scenario-response.ts';
import { type FrameList, framesOf, toArray } from '../../streams/frame.ts';
import { streamReply } from '../../streams/play-stream.ts';
import { createTurn, type TurnResult } from '../../streams/turn.ts';
import { jobMetadataOf, type SessionEvent, type StoredSession, sameIndexes } from '../session.ts';
import { promptsIn, userInput } from '../user-input.ts';
import { type Call, findSession, type Handler, sessionIdOf } from './handler.ts';

/** Requires the contract's stream protocol; without one the operation has no handler. */
export const streamMessages: Handler = async (call) => {
  const { context, faults, project } = call;
  const session = await findSession(call);
  if (!session) return unknownSessionReply(sessionIdOf(call));
  const { index_ids: indexIds } = requestOf(call);
  const locked = session.index_ids !== null && !sameIndexes(session.index_ids, indexIds);
  const begun = !locked && (await context.store.beginTurn(project, session.session_id));
  const conflict = faults.at('conflict', locked ? 'locked' : begun ? null : 'streaming', { session, indexIds });
  if (!conflict) return startTurn(call, session);
  if (begun) await context.store.endTurn(project, session.session_id);
  return conflictReply(conflict, session);
};

async function startTurn(call: Call, session: StoredSession): Promise<Reply> {
  const { context, preference, operation } = call;
  const { prompt } = requestOf(call);
  const earlier = promptsIn(session.events);
  const turn = earlier.length + 1;
  const chosen = chooseScenario(context.scenarios, context.uses, {
    operation,
    prompts: [prompt],
    earlier,
    turn,
    values: { path: call.path, query: call.query, body: call.body },
    named: preference.scenario,
    fallback: context.settings.scenario ?? context.scenarios.defaultName(),
  });
  const placeholder = placeholderFor(call, prompt, turn);
  const { response } = chosen ?? {};
  const headers = chosen ? headersOf(chosen) : {};
  if (response?.content.kind === 'plain') {
    await context.store.endTurn(call.project, session.session_id);
    const reply = await plainReply(response.content, placeholder, call);
    return { ...reply, headers: { ...reply.headers, ...headers } };
  }
  const protocol = operation.stream!.protocol!;
  const content = response?.content ?? call.exampleStream();
  const planned = framesOf(pacedSteps(content, preference, context.settings), protocol, placeholder);
  return playTurn(call, {
    session,
    planned,
    label: chosen?.scenario.name ?? '',
    headers: { ...filledHeaders(content, placeholder), ...headers },
  });
}

interface StartedTurn {
  session: StoredSession;
  planned: FrameList;
  label: string;
  headers: Record<string, string>;
}

function playTurn(call: Call, { session, planned, label, headers }: StartedTurn): Reply {
  const { faults, operation } = call;
  const protocol = operation.stream!.protocol!;
  const frames = faults.on.length === 0 ? planned : faults.at('frames', toArray(planned), { session });
  const turn = createTurn(protocol, keeperOf(call, protocol, planned), call.context.clock);
  return streamReply(call, { frames, turn, protocol, label, session: sessionIdOf(call), headers });
}

/** Thousands of turns may be open: each keeps what its session needs, and nothing else of its request. */
function keeperOf(call: Call, protocol: StreamProtocol, planned: FrameList) {
  const { context, faults, project } = call;
  const turn: KeptTurn = { context, faults, project, sessionId: sessionIdOf(call), prompt: requestOf(call).prompt };
  return (result: TurnResult) => keepTurn(turn, protocol, result, planned);
}

interface KeptTurn extends Pick<Call, 'context' | 'faults' | 'project'> {
  sessionId: string;
  prompt: string;
}

/** Stores a completed turn in its session. A session that was deleted during the turn stays deleted. */
async function keepTurn(
  { context, faults, project, sessionId, prompt }: KeptTurn,
  protocol: StreamProtocol,
  { events, abandoned }: TurnResult,
  planned: FrameList,
): Promise<void> {
  try {
    if (abandoned && !faults.at('keepsAbandoned', true, {})) return;
    await context.store.update(project, sessionId, (session) => ({
      ...session,
      events: [...session.events, userInput(prompt), ...events],
      job_metadata: jobMetadataOf(
        events.findLast((event) => isEnd(protocol, String(event.type))) ?? lastEventOf(planned),
      ),
      last_updated_at: faults.at('updatedAt', context.timestamp(), { before: session.last_updated_at }),
    }));
  } finally {
    await context.store.endTurn(project, sessionId);
  }
}

/** The original end of the turn, if a fault removed it. */
function lastEventOf(frames: FrameList): SessionEvent {
  const kept = toArray(frames).findLast((frame) => frame.kind === 'message' && frame.history !== null);
  return kept?.kind === 'message' ? kept.data : {};
}

function conflictReply(conflict: Conflict, session: StoredSession): Reply {
  if (conflict === 'streaming') return errorReply(409, 'This session is still streaming another turn.');
  return errorReply(409, `This session is locked to the indexes ${session.index_ids?.join(', ')}.`);
}

function placeholderFor(call: Call, prompt: string, turn: number): Placeholder {
  const { body, path, query, context } = call;
  return createPlaceholder({ prompt, turn, body, path, query, now: context.clock.now, identifier: context.identifier });
}

function requestOf(call: { body: unknown }): StreamMessagesRequest {
  return call.body as StreamMessagesRequest;
}
