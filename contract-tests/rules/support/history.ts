import { operationById, responseFor } from '../../../src/openapi/contract.ts';
import { isObject, type Json, type JsonObject } from '../../../src/shared/json.ts';
import { endTypeOf, inputOf, isDelta, isEnd } from '../../../src/sse/stream-protocol.ts';
import { objectOf } from '../../probes/probe.ts';
import type { Exchange } from '../../run/http/exchange.ts';
import { eventsOf, type Turn } from '../../run/turn.ts';
import type { RuleContext } from '../rule.ts';
import { chat } from './chat-api.ts';
import { normalForm } from './normal-form.ts';
import { protocolOf } from './stream.ts';

/** The contract. */
type Contracted = Pick<RuleContext, 'contract'>;

/** A session's history by turn, next to what was streamed. */
export interface RecordedHistory {
  exchange: Exchange;
  /** The turns that were streamed, oldest first. */
  turns: Turn[];
  /** The history without deltas, split after each last event: one part per turn on a correct server. */
  parts: JsonObject[][];
}

/** The histories that can be compared with the streams: all earlier turns ended properly. */
export function recordedHistories(context: RuleContext<'snapshots' | 'turns'>): RecordedHistory[] {
  return context.seen.snapshots.flatMap(({ session, full, turns }) => {
    const earlier = context.seen.turns.filter((turn) => turn.session === session && turn.exchange.number < full.number);
    const events = objectOf(full)?.events;
    if (turns.length === 0 || !Array.isArray(events) || !earlier.every((turn) => endsWell(context, turn))) return [];
    return [{ exchange: full, turns, parts: splitTurns(context, events) }];
  });
}

/** The last turn and its part of the history. */
export function lastTurn({ turns, parts }: RecordedHistory): { turn: Turn; part: JsonObject[] } {
  return { turn: turns.at(-1)!, part: parts.at(-1) ?? [] };
}

/** The events of a turn that its history must contain: complete ones without the user's input, in normal form. */
export function completeEvents(context: Contracted, events: JsonObject[]): unknown[] {
  const protocol = protocolOf(context);
  const kept = events.filter(
    ({ type }) => !(protocol && (type === inputOf(protocol)?.type || isDelta(protocol, String(type)))),
  );
  return kept.map((event) => normalEvent(context, event));
}

function endsWell(context: Contracted, turn: Turn): boolean {
  const types = turn.messages.map(({ event }) => (isObject(event) ? event.type : undefined));
  const protocol = protocolOf(context);
  const end = protocol && endTypeOf(protocol);
  return (
    turn.ended === 'closed' &&
    types.indexOf(end) === types.length - 1 &&
    turn.messages.every(({ event, schema }) => event !== undefined && schema.length === 0)
  );
}

/** A history without deltas, split after each last event. */
export function splitTurns(context: Contracted, events: Json[]): JsonObject[][] {
  const protocol = protocolOf(context);
  const parts: JsonObject[][] = [];
  let part: JsonObject[] = [];
  for (const event of events) {
    if (!isObject(event) || (protocol && isDelta(protocol, String(event.type)))) continue;
    part.push(event as JsonObject);
    if (!protocol || !isEnd(protocol, String(event.type))) continue;
    parts.push(part);
    part = [];
  }
  return part.length > 0 ? [...parts, part] : parts;
}

function normalEvent({ contract }: Contracted, event: JsonObject): unknown {
  const stream = contract.operations.find((operation) => operation.stream)?.stream;
  return stream ? normalForm(contract.document, stream.event, event) : event;
}

/** The schema of an operation's success. */
function successSchema({ contract }: Contracted, operation: string): string {
  return responseFor(operationById(contract, operation), 200)?.content['application/json']?.schema ?? '';
}

/** A summary in normal form, from any response that contains one. */
export function normalSummary(context: Contracted, value: JsonObject): JsonObject {
  return normalForm(context.contract.document, successSchema(context, chat.summary), value) as JsonObject;
}

/** True if the response is a full, valid session, whose fields can be compared. */
export function fitsSchema(context: RuleContext<never>, exchange: Exchange): boolean {
  const session = objectOf(exchange);
  return session !== undefined && context.validate(successSchema(context, chat.full), session).length === 0;
}

/** The event that ended a turn. */
export function lastEvent(turn: Turn): JsonObject | undefined {
  return eventsOf(turn).at(-1);
}
