import type { Frame, MessageFrame } from '../streams/frame.ts';
import type { Fault } from './fault.ts';
import { replaceFirst, replaceStop, streamFault, typeOf, unremembered, withFields } from './frames.ts';

/** Streams whose events say something wrong. Where an event breaks its schema, the history keeps the right one. */
export const streamContentFaults: readonly Fault[] = [
  streamFault('stream-unknown-type', 'A turn has an event of the type note.', 'stream-event-schema', (frames) =>
    replaceStop(frames, (stop) => [unremembered({ type: 'note', content: 'Nobody knows this type.' }), stop]),
  ),
  streamFault(
    'stream-event-missing-field',
    'The first tool call of a turn has no arguments.',
    'stream-event-schema',
    (frames) =>
      replaceFirst(frames, 'tool_call', (frame) => {
        const { arguments: _, ...data } = frame.data;
        return [{ ...frame, data }];
      }),
  ),
  streamFault('stream-event-without-type', 'A turn has a text that has no type.', 'stream-event-schema', (frames) =>
    replaceStop(frames, (stop) => [unremembered({ content: 'What am I?' }), stop]),
  ),
  streamFault(
    'stream-usage-negative',
    'The stop of a turn says that it took -1 milliseconds.',
    'stream-event-schema',
    (frames) =>
      replaceStop(frames, (stop) => {
        const usage = { ...(stop.data.usage as object), duration_ms: -1 };
        return [{ ...stop, data: { ...stop.data, usage } }];
      }),
  ),
  streamFault('stream-wrong-event-name', 'Deltas are sent as message events.', 'stream-event-name', (frames) =>
    frames.map((frame) => (isDeltaFrame(frame) ? { ...frame, event: 'message' } : frame)),
  ),
  streamFault('stream-deltas-differ', 'The deltas of a text do not add up to it.', 'stream-text-equal', (frames) =>
    replaceFirst(
      frames,
      frames.some((frame) => typeOf(frame) === 'text_delta') ? 'text_delta' : 'thinking_delta',
      (frame) => [withFields(frame, { content: `${frame.data.content}, altered` })],
    ),
  ),
  streamFault(
    'stream-deltas-without-text',
    'The deltas of a text are not followed by the text.',
    'stream-text-completed',
    (frames) => frames.filter((frame) => typeOf(frame) !== 'text'),
  ),
  streamFault(
    'stream-error-flag-wrong',
    'The stop of a turn has an error and says that there is none.',
    'stream-field-present',
    (frames) => replaceStop(frames, (stop) => [withFields(stop, { error: 'Something went wrong.', is_error: false })]),
  ),
  streamFault(
    'stream-input-differs',
    'A turn repeats another prompt than the one that was sent.',
    'stream-field-echo',
    (frames) => [
      unremembered({ type: 'user_input', content: 'Quite another question.' }),
      ...frames.filter((frame) => typeOf(frame) !== 'user_input'),
    ],
  ),
];

function isDeltaFrame(frame: Frame): frame is MessageFrame {
  return frame.kind === 'message' && String(frame.data.type).endsWith('_delta');
}
