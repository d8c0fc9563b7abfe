import type { Operation } from '../../src/openapi/contract.ts';
import type { StreamProtocol } from '../../src/sse/stream-protocol.ts';
import { factorOf } from '../control/settings.ts';
import type { FaultLine } from '../faults/fault.ts';
import type { HandlerContext } from '../handler-context.ts';
import type { Reply } from '../http/exchange.ts';
import type { Preference } from '../request/preference.ts';
import type { FrameList } from './frame.ts';
import { play } from './player.ts';
import type { Turn } from './turn.ts';

/** The request and the parts that play a stream. */
export interface StreamRequest {
  operation: Operation;
  context: HandlerContext;
  faults: FaultLine;
  preference: Preference;
  /** The body of the request. */
  body: unknown;
  /** The number of the request. */
  number: number;
}

/** A stream before its playback. */
export interface PlannedStream {
  frames: FrameList;
  turn: Turn;
  protocol: StreamProtocol | undefined;
  /** For the console: the scenario's name, or the source of the events. */
  label: string;
  /** The session of the turn; empty for an API without sessions. */
  session: string;
  status?: number;
  headers: Record<string, string>;
}

/** A reply that plays a stream event by event, and records it in the stream journal. */
export function streamReply(request: StreamRequest, planned: PlannedStream): Reply {
  const { operation, context, faults, preference, number } = request;
  const { frames, turn, protocol, label, session, status = 200 } = planned;
  const speed = preference.speed ?? context.settings.speed;
  const subject = { operation: operation.id, scenario: label, session, request: number, speed, faults: faults.on };
  const entry = context.streams.open(subject, protocol, { request: request.body, types: operation.stream?.types });
  const playback = play({ frames, turn, clock: context.clock, speed: factorOf(speed), audience: entry });
  entry.attach(playback);
  return { status, headers: { ...streamHeaders, ...planned.headers }, playback };
}

const streamHeaders = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache',
  'x-accel-buffering': 'no',
};

/** For streams that are not stored in a session. */
export const noTurn: Turn = { take: () => undefined, end: async () => {}, abandon: async () => {} };
