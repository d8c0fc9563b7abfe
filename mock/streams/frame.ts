import { encodeComment, encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import { inputOf, isDelta, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import type { SessionEvent } from '../sessions/session.ts';
import type { Fixture, FixtureStep } from './fixture.ts';

/** One step of a turn that is played. */
export type Frame =
  /** `exact`: as long as it says, whatever the speed. */
  | { kind: 'wait'; milliseconds: number; exact?: true }
  | { kind: 'comment'; text: string }
  | MessageFrame
  /** Bytes that are sent as they are, which only faults need. */
  | { kind: 'bytes'; bytes: Uint8Array; history: SessionEvent | null }
  /** The turn is broken off: the connection is reset, or, where `clean`, the response ends. */
  | { kind: 'cut'; clean?: true }
  /** The response stays open until the client goes away; where `unfinished`, the turn goes on for the session too. */
  | { kind: 'hang'; unfinished?: true };

/** One event: as it is sent, and as the session remembers it. */
export interface MessageFrame {
  kind: 'message';
  /** The SSE event name. */
  event: string;
  data: SessionEvent;
  /** What goes into the session's history; null for what it does not keep. */
  history: SessionEvent | null;
}

/** The frames of a turn in their order; an array is such a list. */
export interface FrameList {
  readonly length: number;
  /** From 0; nothing behind the last. */
  at(index: number): Frame | undefined;
}

/**
 * The frames of one turn: a fixture with the request's values in its placeholders. Deltas and a repeated prompt are not
 * for the history: it keeps complete events, and has the prompt already.
 *
 * What has no placeholder is the same object in every turn, and encoded once; a turn holds no more than what it alone
 * says, because thousands may be open.
 *
 * @param placeholder gives a placeholder's text
 */
export function framesOf(fixture: Fixture, protocol: StreamProtocol, placeholder: (name: string) => string): FrameList {
  let steps = prepared.get(fixture);
  if (!steps) {
    steps = fixture.steps.map((step) => prepare(step, protocol));
    prepared.set(fixture, steps);
  }
  const shared = steps;
  const filled = new Map<number, Frame>();
  return {
    length: shared.length,
    at(index) {
      const step = shared[index];
      if (typeof step !== 'function') return step;
      const frame = filled.get(index) ?? step(placeholder);
      filled.set(index, frame);
      return frame;
    },
  };
}

/** All of them at once, for who changes them. */
export function toArray(frames: FrameList): Frame[] {
  return Array.from({ length: frames.length }, (_, index) => frames.at(index)!);
}

type PreparedStep = Frame | ((placeholder: (name: string) => string) => Frame);

const prepared = new WeakMap<Fixture, PreparedStep[]>();

function prepare(step: FixtureStep, protocol: StreamProtocol): PreparedStep {
  if (step.kind !== 'message') return keepEncoded(step);
  const { event, data: template } = step;
  const toFrame = (json: string): MessageFrame => {
    const data = JSON.parse(json) as SessionEvent;
    const type = String(data.type);
    const kept = !isDelta(protocol, type) && type !== inputOf(protocol)?.type;
    return { kind: 'message', event, data, history: kept ? data : null };
  };
  if (template.includes('{{')) return (placeholder) => toFrame(fill(template, placeholder));
  return keepEncoded(toFrame(template));
}

/** By the frame itself: a fault that changes a frame makes another, and that has no bytes here. */
const encoded = new WeakMap<Frame, Uint8Array>();

function keepEncoded<F extends Frame>(frame: F): F {
  encoded.set(frame, encode(frame));
  return frame;
}

/** What a frame sends; nothing for a frame that only takes time. */
export function encodeFrame(frame: Frame): Uint8Array {
  return encoded.get(frame) ?? encode(frame);
}

function encode(frame: Frame): Uint8Array {
  if (frame.kind === 'bytes') return frame.bytes;
  if (frame.kind === 'comment') return Buffer.from(encodeComment(frame.text));
  if (frame.kind === 'message') {
    return Buffer.from(encodeMessage({ event: frame.event, data: JSON.stringify(frame.data) }));
  }
  return new Uint8Array();
}

/** Placeholders stand inside JSON strings, so the value is escaped as JSON without its quotes. */
function fill(text: string, placeholder: (name: string) => string): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, name) => JSON.stringify(placeholder(name)).slice(1, -1));
}
