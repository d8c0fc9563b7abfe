import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Finding, isViolation } from '../../src/lint/finding.ts';
import { lintContract } from '../../src/lint/lint-contract.ts';
import { houseRules } from '../../src/lint/rule-set.ts';
import { createSpecCopies, type Edit } from '../support/spec-copy.ts';

interface BrokenCopy {
  /** The defect, in words. */
  title: string;
  edits: Edit[];
  /** A rule that must detect it. */
  rule: string;
  /** The file that must be named, relative to `spec/`. */
  file: string;
  /** The text of the line that must be named. */
  line?: string;
}

const list = 'paths/chat.yaml';
const turn = 'paths/chat_{session_id}_messages_stream.yaml';
const protocol = 'stream-protocol.yaml';

const brokenCopies: BrokenCopy[] = [
  {
    title: 'an operation without a summary',
    edits: [{ file: list, text: '  summary: List sessions\n', by: '' }],
    rule: 'redocly/operation-summary',
    file: list,
    line: 'get:',
  },
  {
    title: 'an operation without an operationId',
    edits: [{ file: list, text: '  operationId: listSessions\n', by: '' }],
    rule: 'redocly/operation-operationId',
    file: list,
  },
  {
    title: 'a reference to a file that is not there',
    edits: [{ file: list, text: '../schemas/SessionPage.yaml', by: '../schemas/Sessions.yaml' }],
    rule: 'redocly/no-unresolved-refs',
    file: list,
    line: '            $ref: ../schemas/Sessions.yaml',
  },
  {
    title: 'a file that is not YAML',
    edits: [{ file: 'schemas/Usage.yaml', text: 'type: object', by: 'type: [object' }],
    rule: 'chat-contract/syntax',
    file: 'schemas/Usage.yaml',
  },
  {
    title: 'an operation without 401',
    edits: [
      {
        file: 'paths/chat_{session_id}_title.yaml',
        text: '    "401":\n      $ref: ../responses/Unauthorized.yaml\n',
        by: '',
      },
    ],
    rule: 'spectral/owasp:api8:2023-define-error-responses-401',
    file: 'paths/chat_{session_id}_title.yaml',
  },
  {
    title: 'an operation that needs no credential',
    edits: [{ file: 'openapi.yaml', text: 'security:\n  - bearerAuth: []\n', by: '' }],
    rule: 'redocly/security-defined',
    file: turn,
  },
  {
    title: 'a credential in the query',
    edits: [{ file: 'parameters/PageSize.yaml', text: 'name: page_size', by: 'name: access_token' }],
    rule: 'spectral/owasp:api2:2023-no-credentials-in-url',
    file: 'parameters/PageSize.yaml',
    line: 'name: access_token',
  },
  {
    title: 'a description that is no sentence',
    edits: [
      {
        file: 'openapi.yaml',
        text: '    description: Production, the default server.',
        by: '    description: Production',
      },
    ],
    rule: 'spectral/docs-description',
    file: 'openapi.yaml',
  },
  {
    title: 'a response without a provenance',
    edits: [{ file: 'responses/Conflict.yaml', text: 'x-provenance: assumed\n', by: '' }],
    rule: 'chat-contract/object-provenance',
    file: 'responses/Conflict.yaml',
  },
  {
    title: 'a constraint without a provenance',
    edits: [{ file: 'parameters/PageSize.yaml', text: '    minimum: assumed\n', by: '' }],
    rule: 'chat-contract/constraint-provenance',
    file: 'parameters/PageSize.yaml',
    line: '  minimum: 1',
  },
  {
    title: 'a provenance that is no word of ours',
    edits: [{ file: 'parameters/PageSize.yaml', text: '    minimum: assumed\n', by: '    minimum: guessed\n' }],
    rule: 'chat-contract/provenance-word',
    file: 'parameters/PageSize.yaml',
    line: '    minimum: guessed',
  },
  {
    title: 'an example that does not fit its schema',
    edits: [{ file: 'examples/generate-title.yaml', text: 'How much did revenue grow last year?', by: '""' }],
    rule: 'chat-contract/example-fits',
    file: 'examples/generate-title.yaml',
    line: '  first_message: ""',
  },
  {
    title: 'a body without an example',
    edits: [
      {
        file: turn,
        text: '        examples:\n          question:\n            $ref: ../examples/stream-messages.yaml\n',
        by: '',
      },
    ],
    rule: 'chat-contract/example-named',
    file: turn,
  },
  {
    title: 'a stream example whose event does not fit',
    edits: [{ file: 'examples/failed-turn.yaml', text: '"turns":1', by: '"turns":"one"' }],
    rule: 'chat-contract/stream-example-fits',
    file: 'examples/failed-turn.yaml',
    line: 'value: |+',
  },
  {
    title: 'a stream example that breaks the protocol',
    edits: [
      {
        file: 'examples/retrieval-turn.yaml',
        text: '"tool_result","call_id":"call_1"',
        by: '"tool_result","call_id":"call_2"',
      },
    ],
    rule: 'chat-contract/stream-example-fits',
    file: 'examples/retrieval-turn.yaml',
  },
  {
    title: 'a stream that is a plain string',
    edits: [{ file: turn, text: '            contentMediaType: text/event-stream\n', by: '' }],
    rule: 'chat-contract/stream-typed',
    file: turn,
    line: '          schema:',
  },
  {
    title: 'a stream without its protocol',
    edits: [{ file: turn, text: '          x-stream-protocol:\n            $ref: ../stream-protocol.yaml\n', by: '' }],
    rule: 'chat-contract/stream-typed',
    file: turn,
    line: '        text/event-stream:',
  },
  {
    title: 'a protocol with a field that its schema does not know',
    edits: [{ file: protocol, text: 'end: stop\n', by: 'end: stop\nlast: true\n' }],
    rule: 'chat-contract/stream-protocol-form',
    file: protocol,
    line: 'last: true',
  },
  {
    title: 'a protocol that names a type which the union does not have',
    edits: [{ file: protocol, text: 'complete: { on: thinking,', by: 'complete: { on: thought,' }],
    rule: 'chat-contract/stream-protocol-types',
    file: protocol,
    line: '    complete: { on: thought, at: /content }',
  },
];

describe('a broken copy of the contract fails the lint', () => {
  const copies = createSpecCopies();
  const folders = brokenCopies.map(({ edits }, index) => copies.make(String(index), edits));
  let findings: Finding[] = [];

  // All copies in one run: Redocly starts once.
  beforeAll(async () => {
    const files = folders.map((folder) => join(folder, 'openapi.yaml'));
    findings = await lintContract({ files, rules: houseRules, signal: new AbortController().signal });
  }, 120_000);
  afterAll(() => copies.remove());

  for (const [index, { title, rule, file, line }] of brokenCopies.entries()) {
    it(`${title}: ${rule}`, () => {
      const folder = folders[index] as string;
      const found = findings
        .filter((finding) => finding.file.startsWith(folder + sep) && isViolation(finding))
        .filter((finding) => `${finding.linter}/${finding.rule}` === rule);
      expect(found.map((finding) => relative(folder, finding.file))).toContain(file);
      if (line) expect(found.map(lineOf)).toContain(line);
    });
  }
});

function lineOf({ file, line }: Finding): string | undefined {
  return readFileSync(file, 'utf8').split('\n')[line - 1];
}
