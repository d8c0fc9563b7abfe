import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Contract, operationById } from '../../src/openapi/contract.ts';
import { openDocument } from '../../src/openapi/open-document.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { createSchemaValidator, type SchemaValidator } from '../../src/openapi/validate/schema-validator.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { protocolRules } from '../../src/sse/stream-protocol.ts';

let contract: Contract;
let validate: SchemaValidator;
beforeAll(async () => {
  const document = (await openDocument(join(packageRoot, 'spec/openapi.yaml'))).bundle;
  contract = readContract(document);
  validate = createSchemaValidator(document);
});

describe('the operations', () => {
  it('are the seven of the service, with their documented statuses', () => {
    const read = contract.operations.map(({ id, method, path, responses }) => [
      id,
      `${method} ${path}`,
      Object.keys(responses).join(' '),
    ]);
    const session = '/api/v1/chat/{session_id}';
    expect(read).toEqual([
      ['listSessions', 'GET /api/v1/chat', '200 401 422 429 500'],
      ['createSession', 'POST /api/v1/chat', '201 401 422 429 500'],
      ['getSession', `GET ${session}`, '200 401 404 422 429 500'],
      ['deleteSession', `DELETE ${session}`, '204 401 404 422 429 500'],
      ['getSessionSummary', `GET ${session}/summary`, '200 401 404 422 429 500'],
      ['generateSessionTitle', `POST ${session}/title`, '200 401 404 422 429 500'],
      ['streamMessages', `POST ${session}/messages/stream`, '200 401 404 409 422 429 500'],
    ]);
  });

  it('require a credential, and accept project, organization and cookie', () => {
    for (const { secured, parameters } of contract.operations) {
      expect(secured).toBe(true);
      const optional = parameters.filter(({ required }) => !required).map(({ name, in: place }) => `${place} ${name}`);
      expect(optional).toEqual(expect.arrayContaining(['query project_id', 'query organization_id', 'cookie session']));
    }
  });

  it('send Bearer in WWW-Authenticate with 401', () => {
    const { headers } = operationById(contract, 'getSession').responses['401']!;
    expect(headers).toMatchObject([{ name: 'WWW-Authenticate', required: true, provenance: 'standard' }]);
    const schema = headers[0]!.schema!;
    for (const value of ['Bearer', 'bearer realm="chat"', 'Basic realm="x", Bearer']) {
      expect(validate(schema, value)).toEqual([]);
    }
    for (const value of ['', 'Basic', 'Bearers', 'NotBearer']) expect(validate(schema, value)).not.toEqual([]);
  });

  it('stream eight types of events, each by its const', () => {
    const { stream } = operationById(contract, 'streamMessages');
    const named = Object.values(stream!.protocol!.eventName!).flat();
    expect(Object.keys(stream!.types).sort()).toEqual([...named].sort());
    expect(named).toHaveLength(8);
    expect(validate(stream!.event, { content: 'Hello' })).toMatchObject([
      { at: ['type'], keyword: 'required', provenance: 'assumed' },
    ]);
  });
});

describe('the bounds', () => {
  const summary = { session_id: 's', last_updated_at: '2026-04-22T12:34:41.342245' };
  const usage = { duration_ms: 1.5, total_input_tokens: null, turns: 1 };
  const cases: { schema: string; fits: unknown[]; fails: unknown[] }[] = [
    {
      schema: 'StreamMessagesRequest',
      fits: [
        { index_ids: ['a'], prompt: 'x'.repeat(1000) },
        { index_ids: ['a'], prompt: '🙂'.repeat(1000) },
        { index_ids: ['a'], prompt: '', require_all_indexes: true },
      ],
      fails: [
        { index_ids: ['a'], prompt: 'x'.repeat(1001) },
        { index_ids: [], prompt: 'x' },
        { index_ids: null, prompt: 'x' },
        { prompt: 'x' },
        { index_ids: ['a'] },
      ],
    },
    {
      schema: 'CreateSessionRequest',
      fits: [{}, { index_ids: null }, { index_ids: [] }, { index_ids: Array(10).fill('a'), shared_access: 'query' }],
      fails: [{ index_ids: Array(11).fill('a') }, { index_ids: [1] }, { index_ids: 'a' }],
    },
    { schema: 'GenerateTitleRequest', fits: [{ first_message: 'x' }], fails: [{ first_message: '' }, {}] },
    {
      schema: 'SessionSummary',
      fits: [
        summary,
        { ...summary, last_updated_at: '2026-04-22T12:34:41Z', index_ids: null, job_metadata: null, later: 1 },
        { ...summary, last_updated_at: '2026-04-22T12:34:41+02:00', generated_title: null, job_metadata: {} },
        { ...summary, job_metadata: { ...usage, error: 'x', is_error: true, export_config_ids: ['e'] } },
      ],
      fails: [
        { session_id: 's' },
        { last_updated_at: summary.last_updated_at },
        { ...summary, last_updated_at: 'yesterday' },
        { ...summary, last_updated_at: '2026-13-01T00:00:00' },
        { ...summary, job_metadata: { turns: 0 } },
        { ...summary, job_metadata: { total_output_tokens: -1 } },
      ],
    },
    { schema: 'Session', fits: [{ ...summary, events: [] }], fails: [summary, { ...summary, events: [{}] }] },
    {
      schema: 'Event',
      fits: [
        { type: 'tool_result', call_id: 'c', name: 'n', result: null, image_attachment: null },
        { type: 'tool_call', call_id: 'c', name: 'n', arguments: {} },
        { type: 'stop', error: null, is_error: false, usage: {} },
      ],
      fails: [
        { type: 'tool_result', call_id: 'c', name: 'n' },
        { type: 'tool_result', call_id: 'c', name: 'n', result: 1, image_attachment: { source_id: 's' } },
        { type: 'tool_call', call_id: 'c', name: 'n', arguments: [] },
        { type: 'stop', error: null, is_error: false },
        { type: 'stop', is_error: false, usage: {} },
        { type: 'stop', error: null, is_error: false, usage: { duration_ms: -1 } },
        { type: 'other', content: 'x' },
      ],
    },
    {
      schema: 'ValidationErrors',
      fits: [{ detail: [{ loc: ['body', 0], msg: 'm', type: 't', input: null, ctx: {} }] }],
      fails: [
        { detail: 'x' },
        { detail: [{ loc: ['body'], msg: 'm' }] },
        { detail: [{ loc: [null], msg: '', type: '' }] },
      ],
    },
  ];

  for (const { schema, fits, fails } of cases) {
    it(`of ${schema} accept and reject the same values as the service`, () => {
      for (const value of fits) expect(validate(`#/components/schemas/${schema}`, value)).toEqual([]);
      for (const value of fails)
        expect(validate(`#/components/schemas/${schema}`, value), JSON.stringify(value)).not.toEqual([]);
    });
  }
});

describe('the stream protocol', () => {
  const read = (file: string) => readFileSync(join(packageRoot, 'spec', file), 'utf8');
  const protocol = parse(read('stream-protocol.yaml'));
  const fits = new Ajv2020({ allErrors: true }).compile(JSON.parse(read('stream-protocol.schema.json')));

  it('satisfies its schema, which has every field and no other', () => {
    expect(fits(protocol)).toBe(true);
    for (const field of Object.keys(protocol)) {
      const value = protocol[field];
      const changed = Array.isArray(value) ? [{ ...(value[0] as object), other: 1 }] : { other: 1 };
      expect(fits({ ...protocol, [field]: changed })).toBe(false);
    }
    expect(fits({ ...protocol, other: 1 })).toBe(false);
  });

  it('has a line in the documentation for each key of the language and each rule', () => {
    const page = readFileSync(join(packageRoot, 'docs/streams.md'), 'utf8');
    const { properties } = JSON.parse(read('stream-protocol.schema.json'));
    const parts = ['fields', 'same', 'lifecycles', 'texts'].flatMap((key) =>
      Object.keys(properties[key].items.properties),
    );
    for (const key of [...Object.keys(properties), ...parts]) expect(page).toMatch(new RegExp(`\\b${key}\\b`));
    for (const rule of protocolRules) expect(page).toContain(rule.replace(/^lifecycle/, ''));
    expect(Object.keys(properties.provenance.anyOf[1].properties)).toEqual(['default', ...protocolRules]);
  });
});
