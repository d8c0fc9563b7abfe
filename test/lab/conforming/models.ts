import { change, gone, onAnswer, onEvent, onScript } from '../alter.ts';
import type { Override } from '../reference/behaviour.ts';
import type { JsonObject, Session } from '../reference/model.ts';
import type { ConformingServer } from './conforming-server.ts';

const server = (name: string, clause: string, override: Override): ConformingServer => ({
  name: `model: ${name}`,
  clause,
  override,
});

const stamped = (name: string, stamp: (date: Date, session: Session) => string): ConformingServer =>
  server(`timestamp ${name}`, 'ISO 8601, with and without a zone', () => ({
    timestamp: (session) => stamp(new Date(session.updatedAt), session),
  }));

const bare = (date: Date) => date.toISOString().slice(0, -1);
const offset = (date: Date, hours: number) =>
  `${new Date(date.getTime() + hours * 3_600_000).toISOString().slice(0, -1)}${hours < 0 ? '-' : '+'}${String(Math.abs(hours)).padStart(2, '0')}:00`;

const summarized = (name: string, clause: string, edit: (summary: JsonObject) => JsonObject): ConformingServer =>
  server(name, clause, (usual) => ({ summarize: (session, call) => edit(usual.summarize(session, call)) }));

const withoutNulls = (holder: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(holder).filter(([, value]) => value !== null));

const identified = (name: string, id: (number: number) => string): ConformingServer =>
  server(`ids ${name}`, 'any characters in ids', () => {
    let number = 0;
    return {
      newId: () => {
        number += 1;
        return id(number);
      },
    };
  });

const entries = (name: string, edit: (entry: JsonObject) => JsonObject): ConformingServer =>
  server(
    `validation entries ${name}`,
    'loc, msg, type required',
    onAnswer(
      'any',
      (answer) => ({
        ...answer,
        body: change(answer.body, 'detail.*', (entry) => edit(entry as JsonObject)),
      }),
      422,
    ),
  );

const left = 'a field left out, null and its documented default are the same';

/** Correct servers with unusual response bodies. */
export const modelVariants: ConformingServer[] = [
  stamped('with Z', (date) => date.toISOString()),
  stamped('with Z and microseconds', (date) => `${bare(date)}123Z`),
  stamped('with an offset', (date) => offset(date, 2)),
  stamped('with a negative offset', (date) => offset(date, -7)),
  stamped('without a fraction', (date) => bare(date).slice(0, 19)),
  stamped('with nanoseconds', (date) => `${bare(date)}123456Z`),
  stamped(
    'sometimes without a fraction, as Python writes it',
    (date) => bare(date).replace('.000', '') + (date.getMilliseconds() ? '000' : ''),
  ),
  stamped('with and without a zone, mixed', (date, { touched }) => (touched % 2 ? date.toISOString() : bare(date))),
  stamped('with changing offsets', (date, { touched }) => offset(date, (touched % 5) + 1)),
  summarized('optional fields absent', left, withoutNulls),
  summarized('defaults of job metadata left out', left, (summary) => {
    const job = summary.job_metadata as JsonObject | null;
    if (!job) return summary;
    const { is_error, ...rest } = withoutNulls(job);
    return { ...summary, job_metadata: is_error === true ? { ...rest, is_error } : rest };
  }),
  server(
    'summary has nulls, the full session leaves them out',
    left,
    onAnswer('get', (answer) => ({
      ...answer,
      body: withoutNulls(answer.body as JsonObject),
    })),
  ),
  server(
    'list leaves out what the summary has as null',
    left,
    onAnswer('list', (answer) => ({
      ...answer,
      body: change(answer.body, 'items.*', (item) => withoutNulls(item as JsonObject)),
    })),
  ),
  server(
    'list leaves out the token',
    'left out or null on the last page',
    onAnswer('list', (answer) => ({
      ...answer,
      body: change(answer.body, 'next_page_token', (token) => token ?? gone),
    })),
  ),
  server('usage empty, job metadata spells the defaults', left, (usual) => ({
    ...onEvent('stop', 'usage', () => ({}))(usual),
    finish(turn, stop) {
      usual.finish(turn, stop);
      if (stop.is_error === true) return;
      turn.session.jobMetadata = {
        duration_ms: 0,
        error: null,
        export_config_ids: null,
        is_error: false,
        total_input_tokens: null,
        total_output_tokens: null,
        turns: 1,
      };
    },
  })),
  server(
    'usage empty, job metadata empty',
    left,
    onEvent('stop', 'usage', () => ({})),
  ),
  server(
    'usage with null tokens',
    'integer or null',
    onEvent('stop', 'usage.total_input_tokens', () => null),
  ),
  server('export_config_ids set', 'optional field', (usual) => ({
    finish(turn, stop) {
      usual.finish(turn, stop);
      turn.session.jobMetadata = { ...turn.session.jobMetadata, export_config_ids: ['x', 'y'] };
    },
  })),
  summarized('unknown extra fields', 'unknown fields in a response are allowed', (summary) => ({
    ...summary,
    extra: { deep: [1, null] },
    owner: null,
    beta: true,
  })),
  summarized('fields of the later revision', 'unknown fields in a response are allowed', (summary) => ({
    ...summary,
    shared_access: 'query',
  })),
  server(
    'unknown fields in every event',
    'unknown fields in a response are allowed',
    onScript((steps) =>
      steps.map((step) => ({ ...step, event: { ...step.event, id: 'e', created_at: '2026-01-01', sequence: 4 } })),
    ),
  ),
  server(
    'skipped_index_ids in stop',
    'later revision',
    onEvent('stop', 'skipped_index_ids', () => []),
  ),
  server('unknown fields in usage and attachment', 'unknown fields in a response are allowed', (usual) => ({
    script: (turn) =>
      usual.script(turn).map((step) => ({
        ...step,
        event: change(
          step.event,
          step.event.type === 'stop' ? 'usage.cached_tokens' : 'image_attachment.page',
          () => 3,
        ) as typeof step.event,
      })),
  })),
  server(
    'list with a total',
    'unknown fields in a response are allowed',
    onAnswer('list', (answer) => ({
      ...answer,
      body: { ...(answer.body as object), total_size: 3, previous_page_token: null },
    })),
  ),
  server(
    'image_attachment null everywhere',
    'nullable',
    onEvent('tool_result', 'image_attachment', () => null),
  ),
  server(
    'result null',
    'result any',
    onEvent('tool_result', 'result', () => null),
  ),
  server(
    'result a text',
    'result any',
    onEvent('tool_result', 'result', () => 'found'),
  ),
  server(
    'result false',
    'result any',
    onEvent('tool_result', 'result', () => false),
  ),
  server(
    'arguments empty',
    'arguments object (any)',
    onEvent('tool_call', 'arguments', () => ({})),
  ),
  server(
    'arguments deep',
    'arguments object (any)',
    onEvent('tool_call', 'arguments', () => ({ a: { b: [{ c: [[[{ d: null }]]] }] }, type: 'stop', '': 1, $ref: '#' })),
  ),
  identified('numbers as text', (number) => String(number)),
  identified('with slashes and blanks', (number) => `team/a b/${number}?x=1&y#z`),
  identified('with percent signs', (number) => `100%25-${number}%2F`),
  identified('unicode', (number) => `сессия-对话-🎉-${number}`),
  identified('long', (number) => `${'x'.repeat(900)}${number}`),
  identified('with dots and colons', (number) => `s:${number}..v1.2~;=@`),
  identified('with + and quotes', (number) => `a+b'"\\${number}`),
  server('call ids of any characters', 'any characters in ids', (usual) => ({
    script: (turn) =>
      usual.script(turn).map((step) => ({
        ...step,
        event: 'call_id' in step.event ? { ...step.event, call_id: `🎉 /${step.event.call_id}\u2028` } : step.event,
      })),
  })),
  entries('without input', ({ input: _input, ...entry }) => entry),
  entries('with ctx and url', (entry) => ({
    ...entry,
    ctx: { limit: 3, error: {} },
    url: 'https://errors.example',
    extra: [],
  })),
  entries('with integers and union branches in loc', (entry) => ({
    ...entry,
    loc: [...(entry.loc as string[]), 0, 'union[str,int]', 'constrained-str'],
  })),
  entries('with an empty loc and message', (entry) => ({ ...entry, loc: [], msg: '' })),
  entries('with null input', (entry) => ({ ...entry, input: null })),
];
