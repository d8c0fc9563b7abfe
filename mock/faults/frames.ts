import type { SessionEvent } from '../sessions/session.ts';
import type { Frame, MessageFrame } from '../streams/frame.ts';
import type { Fault, FaultBehaviour } from './fault.ts';

/** A fault that changes the frames of a turn. */
export function streamFault(
  name: string,
  title: string,
  violates: string,
  change: (frames: Frame[]) => Frame[],
): Fault {
  const behaviour = (): FaultBehaviour => ({ frames: (frames) => change(frames) });
  return { name, title, violates, behaviour };
}

/** The type of the event that a frame sends. */
export function typeOf(frame: Frame | undefined): unknown {
  return frame?.kind === 'message' ? frame.data.type : undefined;
}

/** Replaces the first event of a type. */
export function replaceFirst(frames: Frame[], type: string, change: (frame: MessageFrame) => Frame[]): Frame[] {
  const index = frames.findIndex((frame) => typeOf(frame) === type);
  const frame = frames[index];
  return frame?.kind === 'message' ? frames.toSpliced(index, 1, ...change(frame)) : frames;
}

/** Replaces the stop, the last event. */
export function replaceStop(frames: Frame[], change: (stop: MessageFrame) => Frame[]): Frame[] {
  return replaceFirst(frames, 'stop', change);
}

/** An event that is sent but not stored in the history. */
export function unremembered(data: SessionEvent): MessageFrame {
  return { kind: 'message', event: 'message', data, history: null };
}

/** The frame with other fields in its event, both as sent and as stored. */
export function withFields(frame: MessageFrame, fields: SessionEvent): MessageFrame {
  return {
    ...frame,
    data: { ...frame.data, ...fields },
    history: frame.history && { ...frame.history, ...fields },
  };
}
