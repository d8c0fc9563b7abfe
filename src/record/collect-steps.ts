import { createEventStreamDecoder, type DecodedMessage, type EventStreamDecoder } from '../sse/event-stream-decoder.ts';
import type { RecordedStep } from './recording.ts';

/**
 * Collects the steps of a stream as it was written.
 *
 * @param elapsed milliseconds since the start of the response
 * @param onMessage called with each message as a client receives it
 */
export function collectSteps(
  elapsed: () => number,
  onMessage: (message: DecodedMessage) => void = () => {},
): { steps: RecordedStep[]; decoder: EventStreamDecoder } {
  const steps: RecordedStep[] = [];
  let written: { event?: string; id?: string } = {};
  const decoder = createEventStreamDecoder({
    onComment: (text) => void steps.push({ at: elapsed(), kind: 'comment', text: text.trim() }),
    onRetry: (milliseconds) => void steps.push({ at: elapsed(), kind: 'retry', milliseconds }),
    onField(name, value) {
      if (name === 'event' || (name === 'id' && !value.includes('\0'))) written[name] = value;
    },
    onMessage(message) {
      steps.push({ at: elapsed(), kind: 'message', ...written, data: message.data });
      written = {};
      onMessage(message);
    },
  });
  return { steps, decoder };
}
