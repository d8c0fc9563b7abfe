import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { createSpecCopies } from '../support/spec-copy.ts';

const copies = createSpecCopies();
afterAll(() => copies.remove());

describe('chat-contract lint', () => {
  it('reports nothing for the contract and its 3.2 version', async () => {
    expect(await lint([])).toEqual({ code: 0, output: 'The contract is clean: 0 errors, 0 warnings.\n' });
  });

  it('exits with 1 and names the file, line and rule of a problem', async () => {
    const copy = copies.make('broken', [
      { file: 'responses/NotFound.yaml', text: 'x-provenance: standard', by: 'x-provenance: rumoured' },
    ]);
    const { code, output } = await lint([join(copy, 'openapi.yaml'), '--rules', 'house']);
    expect(code).toBe(1);
    expect(output).toBe(
      `${join(copy, 'responses/NotFound.yaml')}
  2:1      error   x-provenance is "rumoured"; it must be documented, standard or assumed. chat-contract/provenance-word

1 error, 0 warnings, 0 info.
`,
    );
  });

  it('names the line of a root file that is not YAML', async () => {
    const copy = copies.make('no-yaml', [{ file: 'openapi.yaml', text: 'tags:\n', by: 'tags: [\n' }]);
    const { code, output } = await lint([join(copy, 'openapi.yaml')], 'json');
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({
      clean: false,
      findings: [{ rule: 'syntax', file: join(copy, 'openapi.yaml') }],
    });
  });

  it('reports a missing file, a folder and another document as usage errors', async () => {
    const folder = copies.make('usage', []);
    writeFileSync(join(folder, 'other.json'), '{"name": "other"}');
    for (const [file, message] of [
      ['nowhere.yaml', 'file not found'],
      ['.', 'file not found'],
      ['other.json', /other\.json: `openapi` is missing/],
    ] as const) {
      const { code, stderr } = await runCli(['lint', join(folder, file)]);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
    }
  });
});

async function lint(args: string[], format = 'stylish'): Promise<{ code: number | null; output: string }> {
  const { code, stdout } = await runCli(['lint', ...args, '--format', format]);
  return { code, output: stdout };
}
