import type { LabApi } from './frame.ts';
import type { ServerChoice } from './serve-stream.ts';

/** Servers of a streaming API with one defect each, and the rule that it violates. */
export function brokenChoices(api: LabApi): Record<string, [rule: string, choice: ServerChoice]> {
  const { name, defects, headers, authorized, plain } = api;
  const withDefects = Object.entries(defects).map(([title, [rule, change]]) => [title, [rule, { change }]]);
  const withoutHeaders = Object.keys(headers ?? {}).map((one) => [
    `no ${one}`,
    ['stream-headers', { headers: { [one]: null } }],
  ]);
  return {
    ...Object.fromEntries([...withDefects, ...withoutHeaders]),
    'another media type': [
      plain ? 'stream-selected' : 'content-type-documented',
      { headers: { 'content-type': 'text/plain' } },
    ],
    'no blank line at the end': ['stream-last-event-dispatched', { bytes: (text) => text.trimEnd() }],
    'required fields that are not checked': ['request-required-refused', { lax: true }],
    ...(authorized ? { 'any credential': ['credential-required', { open: true }] } : {}),
    ...(plain ? { 'JSON where a stream is asked for': ['stream-selected', { streams: false }] } : {}),
    ...(plain ? { 'a stream where none is asked for': ['stream-selected', { streams: true }] } : {}),
    ...(authorized ? { 'another form of errors': ['error-body-schema', { error: () => ({ message: 'No.' }) }] } : {}),
    ...(name === 'ag-ui' ? { CRLF: ['stream-line-ends', { bytes: (text) => text.replaceAll('\n', '\r\n') }] } : {}),
  };
}
