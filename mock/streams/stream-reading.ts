import { parseJson } from '../../src/shared/json.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { createProtocolReader, type ReaderOptions, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
import { encodeFrame, type Frame } from './frame.ts';

/** A protocol violation by a frame or by the end of the stream. */
export interface StreamProblem {
  /** The id of the protocol rule. */
  clause: string;
  message: string;
}

/** Reads a stream as a client does and reports violations. */
export interface StreamReading {
  push(frame: Frame): StreamProblem[];
  end(): StreamProblem[];
}

/**
 * Checks frames by their bytes, including the output of faults. Without a protocol, only the JSON syntax is checked.
 */
export function createStreamReading(protocol: StreamProtocol | undefined, options: ReaderOptions = {}): StreamReading {
  const reader = protocol && createProtocolReader(protocol, options);
  let problems: StreamProblem[] = [];
  const decoder = createEventStreamDecoder({
    onMessage({ event, data }) {
      const violations = reader?.read({ event, data }) ?? checkJson(data);
      for (const { rule, message } of violations) problems.push({ clause: rule, message });
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
      return [...take(), ...(reader?.end() ?? []).map(({ rule, message }) => ({ clause: rule, message }))];
    },
  };
}

function checkJson(data: string): { rule: string; message: string }[] {
  return parseJson(data) === undefined ? [{ rule: 'data-json', message: 'The data of an event is not JSON.' }] : [];
}
