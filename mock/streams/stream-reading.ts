import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { createProtocolReader, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import { encodeFrame, type Frame } from './frame.ts';

/** What a frame, or the end, breaks. */
export interface StreamProblem {
  /** The rule of the protocol. */
  clause: string;
  message: string;
}

/** Reads what was sent as a client would, and tells what is wrong as it comes. */
export interface StreamReading {
  push(frame: Frame): StreamProblem[];
  end(): StreamProblem[];
}

/** Judges frames by their bytes: what a fault wrote beside the frames is read, too. */
export function createStreamReading(protocol: StreamProtocol): StreamReading {
  const reader = createProtocolReader(protocol);
  let problems: StreamProblem[] = [];
  const decoder = createEventStreamDecoder({
    onMessage({ event, data }) {
      for (const { rule, message } of reader.read({ event, data })) problems.push({ clause: rule, message });
    },
  });
  const take = () => {
    const taken = problems;
    problems = [];
    return taken;
  };
  return {
    push(frame) {
      decoder.push(encodeFrame(frame));
      return take();
    },
    end() {
      decoder.end();
      return [...take(), ...reader.end().map(({ rule, message }) => ({ clause: rule, message }))];
    },
  };
}
