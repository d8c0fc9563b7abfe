import { encodeText } from '../../src/shared/encoding/bytes.ts';
import { payloadOf } from '../http/exchange.ts';
import { encodeFrame, type Frame } from '../streams/frame.ts';
import type { FaultBehaviour } from './fault.ts';

/** Sends any body, streamed or not, in the pieces that `part` returns. */
export function inPieces(part: (frames: readonly Frame[]) => Frame[]): FaultBehaviour {
  return {
    frames: part,
    reply(reply) {
      const payload = reply.playback ? undefined : payloadOf(reply);
      if (payload === undefined) return reply;
      const pieces = part(reply.pieces ?? [{ kind: 'bytes', bytes: encodeText(payload), history: null }]);
      return pieces.length > 1 ? { ...reply, pieces } : reply;
    },
  };
}

/** Pieces of `size` bytes, `pause` milliseconds apart. */
export function drip(frames: readonly Frame[], size: number, pause: number): Frame[] {
  return frames.flatMap((frame) => {
    const count = Math.ceil(encodeFrame(frame).byteLength / size);
    const offsets = Array.from({ length: Math.max(0, count - 1) }, (_, index) => (index + 1) * size);
    return apart(frame, offsets, pause);
  });
}

/** Pieces that end at these byte offsets, a millisecond apart so that they are sent as separate chunks. */
export function splitAt(frames: readonly Frame[], offsets: readonly number[]): Frame[] {
  const sorted = [...new Set(offsets)].sort((left, right) => left - right);
  let start = 0;
  return frames.flatMap((frame) => {
    const { byteLength } = encodeFrame(frame);
    const inside = sorted.map((offset) => offset - start).filter((offset) => offset > 0 && offset < byteLength);
    start += byteLength;
    return apart(frame, inside, 1);
  });
}

/** @param offsets inside the frame, ascending */
function apart(frame: Frame, offsets: readonly number[], pause: number): Frame[] {
  if (offsets.length === 0) return [frame];
  return piecesOf(frame, offsets).flatMap((piece, index) =>
    index === 0 ? [piece] : [{ kind: 'wait', milliseconds: pause, exact: true }, piece],
  );
}

/** The event enters the history with its last piece. */
function piecesOf(frame: Frame, offsets: readonly number[]): Frame[] {
  const bytes = encodeFrame(frame);
  const history = frame.kind === 'message' || frame.kind === 'bytes' ? frame.history : null;
  return [0, ...offsets].map((from, index) => {
    const isLast = index === offsets.length;
    return {
      kind: 'bytes',
      bytes: bytes.subarray(from, offsets[index] ?? bytes.byteLength),
      history: isLast ? history : null,
    };
  });
}
