import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Finding } from '../../src/lint/finding.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { runCli } from '../support/run-cli.ts';
import { serve } from '../support/serve-for-test.ts';

const api = `openapi: 3.1.0
info: { title: Notes, version: "1" }
x-topics: [{ content: { $ref: ./topic.md } }, { content: { $ref: "http://127.0.0.1:1/topic" } }]
paths:
  /notes: { $ref: paths/notes.yaml }
`;
const notes = `get:
  operationId: list_notes
  responses:
    "200": { description: All. }
`;

/** Lints `api.yaml` in a folder of these files; findings as \`linter/rule file:line\`. */
async function lint(files: Record<string, string>, args: string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'lint-user-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [path, text] of Object.entries({ 'api.yaml': api, 'paths/notes.yaml': notes, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const { code, stdout, stderr } = await runCli(['lint', join(folder, 'api.yaml'), '--format', 'json', ...args]);
  const findings: Finding[] = code === 2 ? [] : JSON.parse(stdout).findings;
  return {
    code,
    stderr,
    found: findings.map(
      ({ linter, rule, file, line }) => `${linter}/${rule} ${file.replace(`${folder}/`, '')}:${line}`,
    ),
  };
}

describe('the lint of another API', () => {
  test('uses recommended and spectral:oas, and none of the house rules', async () => {
    const { code, found } = await lint({ 'topic.md': '# Topic\n' });
    expect(found.filter((one) => /owasp|docs-|chat-contract\/|invalid-ref/.test(one))).toEqual([]);
    expect(found).toContain('redocly/info-license api.yaml:2');
    expect(found).toContain('redocly/operation-summary paths/notes.yaml:1');
    expect(found).toContain('spectral/operation-description paths/notes.yaml:1');
    // `security-defined` and an address in an extension are errors of Redocly's recommended rules.
    expect(code).toBe(1);
  });

  test('uses the rules of the user, with the places of the files', async () => {
    const { found } = await lint({
      'topic.md': '# Topic\n',
      'redocly.yaml': 'rules: { operation-operationId-url-safe: off, operation-4xx-response: warn }\n',
      '.spectral.yaml':
        'rules:\n  camel:\n    given: $.paths[*][*].operationId\n    severity: warn\n    then: { function: casing, functionOptions: { type: camel } }\n',
    });
    expect(found.filter((one) => one.startsWith('spectral/'))).toEqual(['spectral/camel paths/notes.yaml:2']);
    expect(found.filter((one) => one.startsWith('redocly/'))).toEqual([
      'redocly/operation-4xx-response paths/notes.yaml:3',
    ]);
  });

  test('reports nothing with minimal rules, and fails according to --fail-on', async () => {
    const rules = { 'redocly.yaml': 'extends: [minimal]\n', '.spectral.yaml': '' };
    const museum = {
      ...rules,
      'topic.md': '',
      'api.yaml': api.replace(', { content: { $ref: "http://127.0.0.1:1/topic" } }', ''),
    };
    expect((await lint(museum)).code).toBe(0);
    expect((await lint(museum, ['--fail-on', 'warning'])).code).toBe(1);
  });

  test('reports the findings of both tools', async () => {
    const { found } = await lint({
      'topic.md': '',
      'paths/notes.yaml': notes.replace('  operationId: list_notes\n', ''),
    });
    expect(found).toContain('redocly/operation-operationId paths/notes.yaml:1');
    expect(found).toContain('spectral/operation-operationId paths/notes.yaml:1');
  });

  test('reports the same for OpenAPI 3.2', async () => {
    const { found } = await lint({ 'topic.md': '', 'api.yaml': api.replace('3.1.0', '3.2.0') });
    expect(found).toContain('redocly/info-license api.yaml:2');
    expect(found).toContain('spectral/info-contact api.yaml:2');
  });

  test.each([
    ['.spectral.yaml', (address: string) => ({ '.spectral.yaml': `extends: ["${address}"]\n` })],
    [
      '.spectral.yaml',
      (address: string) => ({ '.spectral.yaml': 'extends: [./more.yaml]\n', 'more.yaml': `extends: ["${address}"]\n` }),
    ],
    [
      '.spectral.js',
      (address: string) => ({ '.spectral.js': `import rules from '${address}';\nexport default rules;\n` }),
    ],
    ['redocly.yaml', (address: string) => ({ 'redocly.yaml': `extends: ["${address}"]\n` })],
  ])('fetches no rules: %s', async (name, files) => {
    const { baseUrl, requests } = await serve((_, response) => response.end('rules: {}\n'));
    const { code, stderr } = await lint({ 'topic.md': '', ...files(`${baseUrl}/rules.yaml`) });
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(stderr).toMatch(
      new RegExp(`Cannot read \\S+/${name}: it extends http\\S+/rules.yaml, which is not fetched\\.`),
    );
    expect(requests).toEqual([]);
  });

  test('does not mistake the rules of this project for those of the user', async () => {
    expect(process.cwd()).toBe(packageRoot.replace(/\/$/, ''));
    const { found } = await lint({}, ['--rules', 'house']);
    expect(found.some((one) => one.includes('owasp'))).toBe(true);
  });

  test('reports an unreadable ruleset in one line', async () => {
    const { code, stderr } = await lint({ '.spectral.yaml': 'extends: ./nowhere.yaml\n' });
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(stderr).toContain('.spectral.yaml');
  });
});
