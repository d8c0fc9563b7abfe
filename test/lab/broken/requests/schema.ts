import { type BrokenServer, gone, onBody, onEvent, summaryPaths } from '../../alter.ts';
import type { OperationName } from '../../reference/model.ts';

type Wrong = [path: string, what: string, value: unknown];

const summaryWrongs: Wrong[] = [
  ['session_id', 'missing', gone],
  ['session_id', 'number', 17],
  ['session_id', 'null', null],
  ['last_updated_at', 'missing', gone],
  ['last_updated_at', 'null', null],
  ['last_updated_at', 'number', 1777034561],
  ['last_updated_at', 'not ISO 8601', 'Wed, 22 Apr 2026 12:34:41 GMT'],
  ['generated_title', 'number', 5],
  ['generated_title', 'object', { text: 'About' }],
  ['index_ids', 'text', 'a,b'],
  ['index_ids', 'numbers', [1, 2]],
  ['index_ids', 'null items', [null]],
  ['job_metadata', 'text', 'none'],
  ['job_metadata', 'array', []],
];

const jobWrongs: Wrong[] = [
  ['duration_ms', 'text', '12'],
  ['duration_ms', 'null', null],
  ['error', 'object', { message: 'x' }],
  ['error', 'boolean', false],
  ['export_config_ids', 'text', 'x'],
  ['export_config_ids', 'numbers', [3]],
  ['is_error', 'text', 'false'],
  ['is_error', 'null', null],
  ['total_input_tokens', 'text', '100'],
  ['total_input_tokens', 'fraction', 10.5],
  ['total_output_tokens', 'text', '40'],
  ['total_output_tokens', 'fraction', 4.5],
  ['turns', 'text', '2'],
  ['turns', 'null', null],
  ['turns', 'fraction', 1.5],
];

const eventWrongs: Record<string, Wrong[]> = {
  thinking_delta: contentWrongs(),
  text_delta: contentWrongs(),
  thinking: contentWrongs(),
  text: contentWrongs(),
  user_input: contentWrongs(),
  tool_call: [
    ['arguments', 'missing', gone],
    ['arguments', 'null', null],
    ['arguments', 'text', '{"query":"x"}'],
    ['arguments', 'array', []],
    ['call_id', 'missing', gone],
    ['call_id', 'number', 4],
    ['name', 'missing', gone],
    ['name', 'null', null],
  ],
  tool_result: [
    ['call_id', 'missing', gone],
    ['call_id', 'null', null],
    ['name', 'missing', gone],
    ['name', 'number', 1],
    ['result', 'missing', gone],
    ['image_attachment', 'text', 'page_3.jpg'],
    ['image_attachment', 'array', []],
    ['image_attachment', 'empty object', {}],
  ],
  stop: [
    ['error', 'missing', gone],
    ['is_error', 'missing', gone],
    ['is_error', 'text', 'false'],
    ['is_error', 'null', null],
    ['usage', 'missing', gone],
    ['usage', 'null', null],
    ['usage', 'array', []],
    ['usage.duration_ms', 'text', '5'],
    ['usage.duration_ms', 'null', null],
    ['usage.total_input_tokens', 'text', '5'],
    ['usage.total_output_tokens', 'fraction', 5.5],
    ['usage.turns', 'null', null],
    ['usage.turns', 'text', '1'],
  ],
};

function contentWrongs(): Wrong[] {
  return [
    ['content', 'missing', gone],
    ['content', 'null', null],
    ['content', 'array', ['x']],
  ];
}

const clauseOf = (path: string) => `models: ${path}`;

function inAnswers(): BrokenServer[] {
  const operations = Object.entries(summaryPaths) as [OperationName, string][];
  const summaries = operations.flatMap(([operation, prefix]) =>
    summaryWrongs.map(([path, what, value]) => ({
      name: `schema/${operation} ${path} ${what}`,
      clause: clauseOf(path),
      override: onBody(operation, prefix + path, () => value),
    })),
  );
  const jobs = (['list', 'get', 'summary'] as const).flatMap((operation) =>
    jobWrongs.map(([path, what, value]) => ({
      name: `schema/${operation} job_metadata.${path} ${what}`,
      clause: clauseOf(`job_metadata.${path}`),
      override: onBody(operation, `${summaryPaths[operation]}job_metadata`, (job) =>
        job === null ? null : withField(job, path, value),
      ),
    })),
  );
  return [...summaries, ...jobs];
}

function withField(holder: unknown, path: string, value: unknown): unknown {
  const { [path]: _old, ...rest } = holder as Record<string, unknown>;
  return value === gone ? rest : { ...rest, [path]: value };
}

function inEvents(): BrokenServer[] {
  return Object.entries(eventWrongs).flatMap(([type, wrongs]) =>
    wrongs.map(([path, what, value]) => ({
      name: `schema/stream ${type}.${path} ${what}`,
      clause: clauseOf(`${type}.${path}`),
      override: onEvent(type, path, (old) => (path === 'image_attachment' && old === undefined ? gone : value)),
    })),
  );
}

/** The image attachment's own fields, the type itself, and fields that only the history has. */
function others(): BrokenServer[] {
  const attachment = (['attachment_name', 'source_id'] as const).flatMap((field) =>
    [gone, null, 8].map((value) => ({
      name: `schema/stream image_attachment.${field} ${value === gone ? 'missing' : String(value)}`,
      clause: clauseOf(`image_attachment.${field}`),
      override: onEvent('tool_result', 'image_attachment', (old) => (old ? withField(old, field, value) : gone)),
    })),
  );
  const types = Object.keys(eventWrongs).flatMap((type) => [
    {
      name: `schema/stream ${type} without type`,
      clause: 'type is on the wire',
      override: onEvent(type, 'type', () => gone),
    },
  ]);
  const history = Object.entries({ text: 'content', tool_call: 'arguments', tool_result: 'name', stop: 'usage' }).map(
    ([type, field]) => ({
      name: `schema/get events ${type}.${field} missing`,
      clause: clauseOf(`Session.events ${type}.${field}`),
      override: onBody('get', 'events.*', (event) =>
        (event as { type: string }).type === type ? withField(event, field, gone) : event,
      ),
    }),
  );
  return [...attachment, ...types.filter(({ name }) => !name.includes('stop')), ...history];
}

const bodies: [OperationName, string, string, unknown][] = [
  ['list', 'items', 'missing', gone],
  ['list', 'items', 'null', null],
  ['list', 'items', 'an object', {}],
  ['list', 'next_page_token', 'number', 4],
  ['get', 'events', 'missing', gone],
  ['get', 'events', 'null', null],
  ['get', 'events', 'an object', {}],
  ['list', '', 'a bare array', []],
  ['create', '', 'in an envelope', { data: { session_id: 'x' } }],
  ['summary', '', 'null', null],
  ['title', '', 'a text', 'About'],
];

/** Responses and events that violate their schema in one field each. */
export const schemaServers: BrokenServer[] = [
  ...inAnswers(),
  ...inEvents(),
  ...others(),
  ...bodies.map(([operation, path, what, value]) => ({
    name: `schema/${operation} ${path || 'body'} ${what}`,
    clause: clauseOf(path || `${operation} answer`),
    override: onBody(operation, path, () => value),
  })),
];
