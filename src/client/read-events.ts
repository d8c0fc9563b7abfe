import { cut } from '../shared/excerpt.ts';
import { isObject, parseJson } from '../shared/json.ts';
import { createEventStreamDecoder, type DecodedMessage } from '../sse/event-stream-decoder.ts';
import { StreamEndedError, StreamProtocolError, TimeoutError } from './errors.ts';
import { type Answer, readPieces } from './read-body.ts';
import { reasonOf } from './watch.ts';

/** Is told of each message of a stream, and says what is wrong with it. */
export type ProtocolCheck = (name: string, event: unknown) => string | undefined;

/** How long a server may leave a response open behind its last event, in milliseconds. */
const closingTime = 5000;

/**
 * The events of an answer, each as soon as its bytes are there; whoever stops early ends the request.
 *
 * After the last event it reads on until the response ends, because only then the turn is over; what may still come is
 * not handed over, and a response that stays open is ended.
 *
 * @param end the type of the event that ends the stream; left out, a stream may end anywhere
 */
export async function* readEvents(
  operation: string,
  answer: Answer,
  end: string | undefined,
  check: ProtocolCheck | undefined,
): AsyncGenerator<unknown, void, undefined> {
  const { response, watch, hide } = answer;
  const messages: DecodedMessage[] = [];
  const decoder = createEventStreamDecoder({ onMessage: (message) => messages.push(message) });
  let ended = false;
  const pieces = readPieces(answer, (cause) => {
    return new StreamEndedError(operation, `the stream was cut (${reasonOf(cause)})`, { cause });
  });
  try {
    const type = response.headers.get('content-type');
    if (!/^text\/event-stream\s*(;|$)/i.test(type ?? '')) {
      throw new StreamProtocolError(operation, `the answer is ${type ?? 'of no stated type'}, not text/event-stream`);
    }
    for await (const piece of pieces) {
      decoder.push(piece);
      for (const { event: name, data } of messages.splice(0)) {
        const event = parseJson(data);
        if (event === undefined) {
          throw new StreamProtocolError(operation, `the data of an event is not JSON: ${cut(hide(data))}`);
        }
        const breach = check?.(name, event);
        if (breach) throw new StreamProtocolError(operation, hide(breach));
        watch.signal.throwIfAborted();
        if (ended) continue;
        if (isObject(event) && event.type === end) {
          ended = true;
          answer.idleTimeout = Math.min(answer.idleTimeout, closingTime);
        }
        yield event;
      }
    }
  } catch (error) {
    if (!ended || !(error instanceof TimeoutError || error instanceof StreamEndedError)) throw error;
  } finally {
    watch.end();
  }
  if (end && !ended) throw new StreamEndedError(operation, `the stream ended without its last event, ${end}`);
}
