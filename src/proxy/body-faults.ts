import type { BlockPart } from './event-blocks.ts';

/** One step of a body on its way to the client. */
export type Piece =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'wait'; milliseconds: number }
  /** The response ends as if it were complete. */
  | { kind: 'end' }
  /** The connection is reset. */
  | { kind: 'reset' }
  /** Nothing follows, and the response stays open. */
  | { kind: 'hang' };

/** Changes a body in transit: returns the replacement of each piece. */
export interface BodyFault {
  /** For event streams, a whole block at a time. @param event its number, from 1; 0 for a block without an event */
  block?(bytes: Uint8Array, event: number): Piece[];
  /** For any body, bytes as they arrive. */
  bytes?(bytes: Uint8Array): Piece[];
}

const send = (bytes: Uint8Array): Piece => ({ kind: 'bytes', bytes });
const notUtf8 = Uint8Array.of(...new TextEncoder().encode('data: {"type": '), 0xff, 0x00, 0xfe, 10, 10);

/** The fault after the event with this number; 0 is before the first. */
function after(number: number, piece: Piece): BodyFault {
  let hasBegun = false;
  return {
    block(bytes, event) {
      const isFirst = !hasBegun;
      hasBegun = true;
      if (number === 0) return isFirst ? [piece, send(bytes)] : [send(bytes)];
      return event === number ? [send(bytes), piece] : [send(bytes)];
    },
  };
}

/** Replaces the event with this number. */
function atEvent(number: number | string | undefined, replace: (event: Piece) => Piece[]): BodyFault {
  return { block: (bytes, event) => (event > 0 && event === Number(number) ? replace(send(bytes)) : [send(bytes)]) };
}

/**
 * The faults that act on a live body, by the names of the mock's; two more drop and repeat an event.
 *
 * @param values one for each parameter of the fault
 */
export const bodyFaults: Readonly<Record<string, (...values: (number | string)[]) => BodyFault>> = {
  'garbage-frame': (n) => atEvent(n, (event) => [send(notUtf8), event]),
  'stall-after-event': (n, delay) =>
    after(
      Number(n),
      delay === Number.POSITIVE_INFINITY ? { kind: 'hang' } : { kind: 'wait', milliseconds: Number(delay) },
    ),
  'end-after-event': (n) => after(Number(n), { kind: 'end' }),
  'reset-after-event': (n) => after(Number(n), { kind: 'reset' }),
  'drop-event': (n) => atEvent(n, () => []),
  'repeat-event': (n) => atEvent(n, (event) => [event, event]),
  'slow-drip': (size, pause) => ({
    bytes: (bytes) => dripped(bytes, Number(size), Number(pause)),
  }),
  'split-at': (...offsets) => splitAt(offsets.map(Number).sort((one, other) => one - other)),
};

function dripped(bytes: Uint8Array, size: number, milliseconds: number): Piece[] {
  const pieces: Piece[] = [];
  for (let start = 0; start < bytes.length; start += size) {
    pieces.push(send(bytes.subarray(start, start + size)), { kind: 'wait', milliseconds });
  }
  return pieces;
}

/** A short wait between two pieces, so that they are sent in separate packets. */
const apart: Piece = { kind: 'wait', milliseconds: 5 };

function splitAt(offsets: readonly number[]): BodyFault {
  let passed = 0;
  return {
    bytes(bytes) {
      const own = offsets.map((offset) => offset - passed).filter((offset) => offset > 0 && offset < bytes.length);
      passed += bytes.length;
      return [0, ...own].flatMap((start, index): Piece[] => [
        ...(index > 0 ? [apart] : []),
        send(bytes.subarray(start, own[index])),
      ]);
    },
  };
}

/** Longer blocks pass as they arrive, so that buffering is bounded. */
const longestBlock = 1_048_576;

/** Applies faults to a body in their order. @param split splits an event stream into blocks; absent for other bodies */
export function createDisturbance(
  faults: readonly BodyFault[],
  split?: (chunk: Uint8Array) => BlockPart[],
): (chunk: Uint8Array) => Piece[] {
  let event = 0;
  let held: Uint8Array[] = [];
  let isLong = false;
  const blockFaults = split ? faults.flatMap(({ block }) => block ?? []) : [];
  const byteFaults = faults.flatMap(({ bytes }) => bytes ?? []);

  const disturbBlock = ({ bytes, isEnd, isEvent }: BlockPart): Piece[] => {
    if (isLong) {
      isLong = !isEnd;
      if (isEnd && isEvent) event++;
      return [send(bytes)];
    }
    held.push(bytes);
    const whole = held.length === 1 ? bytes : Buffer.concat(held);
    if (!isEnd && whole.length < longestBlock) {
      held = [whole];
      return [];
    }
    held = [];
    isLong = !isEnd;
    if (isLong) return [send(whole)];
    if (isEvent) event++;
    return apply(blockFaults, [send(whole)], (fault, one) => fault(one, isEvent ? event : 0));
  };
  return (chunk) => {
    const pieces = blockFaults.length > 0 && split ? split(chunk).flatMap(disturbBlock) : [send(chunk)];
    return apply(byteFaults, pieces, (fault, one) => fault(one));
  };
}

function apply<Fault>(
  faults: readonly Fault[],
  pieces: Piece[],
  change: (fault: Fault, bytes: Uint8Array) => Piece[],
): Piece[] {
  return faults.reduce(
    (all, fault) => all.flatMap((piece) => (piece.kind === 'bytes' ? change(fault, piece.bytes) : [piece])),
    pieces,
  );
}
