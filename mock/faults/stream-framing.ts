import { concatBytes, encodeText } from '../../src/shared/encoding/bytes.ts';
import { encodeFrame, type Frame, type MessageFrame } from '../streams/frame.ts';
import type { Fault } from './fault.ts';
import { replaceStop, streamFault, typeOf, unremembered, withFields } from './frames.ts';

/** Faults in the encoding, the framing and the end of a stream. */
export const streamFramingFaults: readonly Fault[] = [
  streamFault('stream-invalid-utf8', 'A text has a byte that is not valid UTF-8.', 'stream-is-utf8', breakText),
  streamFault(
    'stream-data-not-json',
    'An event before the stop has the data [DONE].',
    'stream-data-is-json',
    (frames) => replaceStop(frames, (stop) => [bytesOf('data: [DONE]\n\n'), stop]),
  ),
  streamFault(
    'stream-last-event-undispatched',
    'The blank line after the last event is missing, so it is never dispatched.',
    'stream-last-event-dispatched',
    undispatched,
  ),
  streamFault(
    'stream-never-ends',
    'The response stays open after the stop event.',
    'stream-response-ends',
    (frames) => [...frames, { kind: 'hang' }],
  ),
  streamFault('stream-without-stop', 'The stream ends without a stop event.', 'stream-end-present', (frames) =>
    replaceStop(frames, () => []),
  ),
  streamFault('stream-two-stops', 'The stream has two stop events.', 'stream-end-once', (frames) =>
    replaceStop(frames, (stop) => [stop, { ...stop, history: null }]),
  ),
  streamFault('stream-event-after-stop', 'A text event follows the stop event.', 'stream-end-last', (frames) => [
    ...frames,
    unremembered({ type: 'text', content: 'One more thing.' }),
  ]),
  streamFault(
    'stream-in-one-burst',
    'The whole stream is sent at once when the turn is over.',
    'stream-is-live',
    (frames) => [{ kind: 'wait', milliseconds: totalWait(frames) }, ...frames.filter((frame) => frame.kind !== 'wait')],
  ),
  streamFault(
    'stream-cut',
    'The connection is reset in the middle of the stream.',
    'stream-response-ends',
    (frames) => [...frames.slice(0, Math.ceil(frames.length / 2)), { kind: 'cut' }],
  ),
];

function undispatched(frames: Frame[]): Frame[] {
  const index = frames.findLastIndex(({ kind }) => kind === 'message' || kind === 'bytes');
  const last = frames[index];
  if (last?.kind !== 'message' && last?.kind !== 'bytes') return frames;
  return frames.with(index, { kind: 'bytes', bytes: encodeFrame(last).slice(0, -1), history: last.history });
}

function bytesOf(text: string): Frame {
  return { kind: 'bytes', bytes: new TextEncoder().encode(text), history: null };
}

function totalWait(frames: readonly Frame[]): number {
  return frames.reduce((sum, frame) => sum + (frame.kind === 'wait' ? frame.milliseconds : 0), 0);
}

/** Corrupts the last delta and its text alike: a reader decodes U+FFFD in both, so they still add up. */
function breakText(frames: Frame[]): Frame[] {
  const text = frames.findIndex((frame) => typeOf(frame) === 'text');
  const delta = frames.findLastIndex(
    (frame, index) => (text === -1 || index < text) && String(typeOf(frame)).endsWith('_delta'),
  );
  return frames.map((frame, index) =>
    frame.kind === 'message' && (index === text || index === delta) ? breakLastByte(frame) : frame,
  );
}

function breakLastByte(frame: MessageFrame): Frame {
  const marker = '\uE000';
  const content = String(frame.data.content);
  const text = new TextDecoder().decode(encodeFrame(withFields(frame, { content: content + marker })));
  const [before = '', after = ''] = text.split(marker);
  const broken = concatBytes([encodeText(before), Uint8Array.of(0xff), encodeText(after)]);
  return { kind: 'bytes', bytes: broken, history: frame.history && { ...frame.history, content: `${content}\uFFFD` } };
}
