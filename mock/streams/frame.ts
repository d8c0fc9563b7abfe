import { encodeText } from '../../src/shared/encoding/bytes.ts';
import { isObject, parseJson } from '../../src/shared/json.ts';
import { encodeComment, encodeMessage } from '../../src/sse/event-stream-encoder.ts';
import { isDelta, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import { fillJson, hasPlaceholders, type Placeholder } from '../scenarios/placeholders.ts';
import type { SessionEvent } from '../sessions/session.ts';
import { userInputType } from '../sessions/user-input.ts';
import type { FixtureMessage, FixtureStep } from './fixture.ts';

/** One step of a turn during playback. */
export type Frame =
  /** `exact`: not affected by the playback speed. */
  | { kind: 'wait'; milliseconds: number; exact?: true }
  | { kind: 'comment'; text: string }
  | MessageFrame
  /** Bytes that are sent unchanged: a sentinel, or the output of a fault. */
  | { kind: 'bytes'; bytes: Uint8Array; history: SessionEvent | null }
  /** The turn is cut: the connection is reset or, if `clean`, the response ends. */
  | { kind: 'cut'; clean?: true }
  /** The response stays open until the client disconnects. If `unfinished`, the session is still streaming too. */
  | { kind: 'hang'; unfinished?: true };

/** One event, as sent and as stored in the history. */
export interface MessageFrame {
  kind: 'message';
  /** The SSE event name; if `undefined`, no `event` field is sent. */
  event?: string | undefined;
  id?: string | undefined;
  data: SessionEvent;
  /** The event in the session's history; null if it is not stored. */
  history: SessionEvent | null;
}

/** The frames of a turn in order. Arrays satisfy this interface. */
export interface FrameList {
  readonly length: number;
  /** From 0; `undefined` after the last. */
  at(index: number): Frame | undefined;
}

/**
 * The frames of one turn: its steps with filled placeholders. Deltas and a repeated prompt are not stored: the history
 * has complete events, and already contains the prompt.
 *
 * Steps without placeholders are shared by all turns and encoded once, to save memory: thousands of turns can be open.
 */
export function framesOf(
  steps: readonly FixtureStep[],
  protocol: StreamProtocol | undefined,
  placeholder: Placeholder,
): FrameList {
  return new FilledFrames(prepareOnce(steps, protocol), placeholder);
}

class FilledFrames implements FrameList {
  readonly #steps: readonly PreparedStep[];
  readonly #placeholder: Placeholder;
  #last = -1;
  #filled: Frame | undefined;

  constructor(steps: readonly PreparedStep[], placeholder: Placeholder) {
    this.#steps = steps;
    this.#placeholder = placeholder;
  }

  get length(): number {
    return this.#steps.length;
  }

  at(index: number): Frame | undefined {
    const step = this.#steps[index];
    if (typeof step !== 'function') return step;
    // A player asks for the next frame more than once.
    if (index !== this.#last || !this.#filled) this.#filled = step(this.#placeholder);
    this.#last = index;
    return this.#filled;
  }
}

/** Copies all frames to an array, for faults that change them. */
export function toArray(frames: FrameList): Frame[] {
  return Array.from({ length: frames.length }, (_, index) => frames.at(index)!);
}

type PreparedStep = Frame | ((placeholder: Placeholder) => Frame);

/** Cached by steps. A replaced document has another protocol. */
const prepared = new WeakMap<readonly FixtureStep[], { protocol: StreamProtocol | undefined; steps: PreparedStep[] }>();

function prepareOnce(steps: readonly FixtureStep[], protocol: StreamProtocol | undefined): PreparedStep[] {
  const known = prepared.get(steps);
  if (known && known.protocol === protocol) return known.steps;
  const made = steps.map((step) => prepare(step, protocol));
  prepared.set(steps, { protocol, steps: made });
  return made;
}

function prepare(step: FixtureStep, protocol: StreamProtocol | undefined): PreparedStep {
  if (step.kind === 'fields') return keepEncoded({ kind: 'bytes', bytes: encodeText(step.text), history: null });
  if (step.kind !== 'message') return keepEncoded(step);
  if (!hasPlaceholders(step.data)) return keepEncoded(toFrame(step, step.data, protocol));
  return (placeholder) => toFrame(step, fillJson(step.data, placeholder), protocol);
}

function toFrame({ event, id }: FixtureMessage, json: string, protocol: StreamProtocol | undefined): Frame {
  const data = parseJson(json);
  if (!isObject(data)) {
    const message = { data: json, ...(event === undefined ? {} : { event }), ...(id === undefined ? {} : { id }) };
    return { kind: 'bytes', bytes: encodeText(encodeMessage(message)), history: null };
  }
  const type = String(data.type);
  const isKept = protocol !== undefined && !isDelta(protocol, type) && type !== userInputType;
  return {
    kind: 'message',
    ...(event === undefined ? {} : { event }),
    ...(id === undefined ? {} : { id }),
    data,
    history: isKept ? data : null,
  };
}

/** Cached by frame. Faults do not modify frames but create new ones, which are not cached. */
const encoded = new WeakMap<Frame, Uint8Array>();

function keepEncoded<F extends Frame>(frame: F): F {
  encoded.set(frame, encode(frame));
  return frame;
}

/** The bytes that a frame sends; empty for waits. */
export function encodeFrame(frame: Frame): Uint8Array {
  return encoded.get(frame) ?? encode(frame);
}

function encode(frame: Frame): Uint8Array {
  if (frame.kind === 'bytes') return frame.bytes;
  if (frame.kind === 'comment') return encodeText(encodeComment(frame.text));
  if (frame.kind !== 'message') return new Uint8Array();
  const { event, id, data } = frame;
  const fields = { ...(event === undefined ? {} : { event }), ...(id === undefined ? {} : { id }) };
  return encodeText(encodeMessage({ ...fields, data: JSON.stringify(data) }));
}
