import type { Frame } from '../streams/frame.ts';
import type { Fault } from './fault.ts';
import { replaceFirst, streamFault, withFields } from './frames.ts';

/** Faults in matching tool calls and results. The history has the events as sent. */
export const streamCallFaults: readonly Fault[] = [
  streamFault(
    'stream-result-without-call',
    'A tool result belongs to no tool call.',
    'stream-lifecycle-opened',
    (frames) => replaceFirst(frames, 'tool_call', () => []),
  ),
  streamFault(
    'stream-result-other-name',
    'A tool result names a different tool from its call.',
    'stream-field-same',
    (frames) =>
      replaceFirst(frames, 'tool_result', (frame) => [withFields(frame, { name: `${frame.data.name}_other` })]),
  ),
  streamFault('stream-call-answered-twice', 'A tool call has two results.', 'stream-lifecycle-over', (frames) =>
    replaceFirst(frames, 'tool_result', (frame) => [frame, frame]),
  ),
  streamFault('stream-call-unanswered', 'A tool call has no result.', 'stream-lifecycle-closed', (frames) =>
    replaceFirst(frames, 'tool_result', () => []),
  ),
  streamFault(
    'stream-call-id-reused',
    'Every turn of a session uses the same call ids.',
    'stream-lifecycle-unique',
    renumberCalls,
  ),
];

function renumberCalls(frames: Frame[]): Frame[] {
  const names = new Map<unknown, string>();
  return frames.map((frame) => {
    const id = frame.kind === 'message' ? frame.data.call_id : undefined;
    if (frame.kind !== 'message' || id === undefined) return frame;
    const name = names.get(id) ?? `call_${names.size + 1}`;
    names.set(id, name);
    return withFields(frame, { call_id: name });
  });
}
