import { cut } from '../../src/shared/excerpt.ts';
import { isFailure, lifecyclesOf, type StreamProtocol, typeReader } from '../../src/sse/stream-protocol.ts';
import type { Frame, MessageFrame } from '../streams/frame.ts';

/** A part of a stream in the console. */
export interface FrameDescription {
  kind: 'message' | 'comment' | 'bytes';
  /** The name of an event, and its type. */
  event?: string;
  type?: string;
  /** The lifecycles of the protocol that it belongs to, each with its key. */
  lifecycles?: readonly string[];
  /** What distinguishes it from other events of its stream, if its type does not. */
  lane?: string;
  data: string;
  /** True if `data` is truncated. */
  cut?: true;
}

const longestData = 16_384;

/** The console's view of a frame: its type according to the protocol, and the entries that it belongs to. */
export function describeFrame(frame: Frame, protocol: StreamProtocol = {}): FrameDescription {
  if (frame.kind === 'message') {
    const event = frame.event === undefined ? {} : { event: frame.event };
    return { kind: 'message', ...event, ...describeEvent(frame, protocol), ...shorten(JSON.stringify(frame.data)) };
  }
  if (frame.kind === 'comment') return { kind: 'comment', ...shorten(frame.text) };
  const text = frame.kind === 'bytes' ? new TextDecoder().decode(frame.bytes) : '';
  const { sentinel } = protocol;
  const isSentinel = sentinel !== undefined && text.trim() === `data: ${sentinel}`;
  return { kind: 'bytes', ...(isSentinel ? { lane: sentinel } : {}), ...shorten(text) };
}

function describeEvent(
  { event, data }: MessageFrame,
  protocol: StreamProtocol,
): Pick<FrameDescription, 'type' | 'lifecycles' | 'lane'> {
  const type = typeReader(protocol)(event ?? 'message', data);
  const lifecycles = lifecyclesOf(protocol, type ?? '', data);
  // Only these two distinguish kinds of events; elsewhere all events of a stream may have the same type.
  const isTyped = ['/type', 'event'].includes(protocol.type ?? '/type');
  const lane = isFailure(protocol, type ?? '', data) ? 'error' : lifecycles.at(-1);
  return {
    ...(type ? { type } : {}),
    ...(lifecycles.length > 0 ? { lifecycles } : {}),
    ...(isTyped || lane === undefined ? {} : { lane }),
  };
}

function shorten(text: string): { data: string; cut?: true } {
  return text.length > longestData ? { data: cut(text, longestData), cut: true } : { data: text };
}
