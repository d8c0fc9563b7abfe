import type { Frame, MessageFrame } from '../streams/frame.ts';
import type { Fault } from './fault.ts';
import { replaceFirst, replaceStop, streamFault, typeOf, unremembered, withFields } from './frames.ts';

/** Faults in the content of events. If an event violates its schema, the history has the valid event. */
export const streamContentFaults: readonly Fault[] = [
  streamFault(
    'stream-unknown-type',
    'The stream has an event of the unknown type "note".',
    'stream-event-schema',
    (frames) =>
      replaceStop(frames, (stop) => [unremembered({ type: 'note', content: 'Nobody knows this type.' }), stop]),
  ),
  streamFault(
    'stream-event-missing-field',
    'The first tool call of the stream has no arguments.',
    'stream-event-schema',
    (frames) =>
      replaceFirst(frames, 'tool_call', (frame) => {
        const { arguments: _, ...data } = frame.data;
        return [{ ...frame, data }];
      }),
  ),
  streamFault('stream-event-without-type', 'A text event has no type.', 'stream-event-schema', (frames) =>
    replaceStop(frames, (stop) => [unremembered({ content: 'What am I?' }), stop]),
  ),
  streamFault(
    'stream-usage-negative',
    'The stop event has a duration of -1 milliseconds.',
    'stream-event-schema',
    (frames) =>
      replaceStop(frames, (stop) => {
        const usage = { ...(stop.data.usage as object), duration_ms: -1 };
        return [{ ...stop, data: { ...stop.data, usage } }];
      }),
  ),
  streamFault('stream-wrong-event-name', 'Deltas have the event name "message".', 'stream-event-name', (frames) =>
    frames.map((frame) => (isDeltaFrame(frame) ? { ...frame, event: 'message' } : frame)),
  ),
  streamFault(
    'stream-deltas-differ',
    'The deltas of a text do not add up to the text.',
    'stream-text-equal',
    (frames) =>
      replaceFirst(
        frames,
        frames.some((frame) => typeOf(frame) === 'text_delta') ? 'text_delta' : 'thinking_delta',
        (frame) => [withFields(frame, { content: `${frame.data.content}, altered` })],
      ),
  ),
  streamFault(
    'stream-deltas-without-text',
    'The complete text does not follow its deltas.',
    'stream-text-completed',
    (frames) => frames.filter((frame) => typeOf(frame) !== 'text'),
  ),
  streamFault(
    'stream-error-flag-wrong',
    'The stop event has an error, but is_error is false.',
    'stream-field-present',
    (frames) => replaceStop(frames, (stop) => [withFields(stop, { error: 'Something went wrong.', is_error: false })]),
  ),
  streamFault('stream-input-differs', 'The stream repeats a different prompt.', 'stream-field-echo', (frames) => [
    unremembered({ type: 'user_input', content: 'Quite another question.' }),
    ...frames.filter((frame) => typeOf(frame) !== 'user_input'),
  ]),
];

function isDeltaFrame(frame: Frame): frame is MessageFrame {
  return frame.kind === 'message' && String(frame.data.type).endsWith('_delta');
}
