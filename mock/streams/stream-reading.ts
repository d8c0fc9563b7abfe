import { parseJson } from '../../src/shared/json.ts';
import { createEventStreamDecoder } from '../../src/sse/event-stream-decoder.ts';
import { createProtocolReader, type ReaderOptions, type StreamProtocol } from '../../src/sse/stream-protocol.ts';
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

/** Judges frames by their bytes, so that what a fault wrote is read too. Without a protocol only JSON is checked. */
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
