import { expect, test } from 'vitest';
import document from '../../../generated/openapi.json' with { type: 'json' };
import { normalForm } from './normal-form.ts';

const summary = '#/components/schemas/SessionSummary';

test('treats an absent field, null and the default as equal, and ignores undeclared fields', () => {
  const one = { session_id: 'a', last_updated_at: 'b', job_metadata: { turns: 1, extra: 1 }, extra: true };
  const other = {
    session_id: 'a',
    last_updated_at: 'b',
    generated_title: null,
    index_ids: null,
    job_metadata: { duration_ms: 0, is_error: false, error: null, turns: 1.0 },
  };
  expect(normalForm(document, summary, one)).toEqual(normalForm(document, summary, other));
});

test('distinguishes null from an object of defaults', () => {
  const nothing = { session_id: 'a', last_updated_at: 'b', job_metadata: null };
  const defaults = { session_id: 'a', last_updated_at: 'b', job_metadata: {} };
  expect(normalForm(document, summary, nothing)).not.toEqual(normalForm(document, summary, defaults));
});

test('leaves a value unchanged that the schema does not describe', () => {
  const event = { type: 'tool_call', call_id: 'c', name: 'n', arguments: { deep: { a: null, b: [1, { c: 2 }] } } };
  expect(normalForm(document, '#/components/schemas/Event', event)).toEqual(event);
});
