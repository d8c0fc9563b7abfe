import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../contract-tests/rules/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { runCli } from '../support/run-cli.ts';

async function print(format: string): Promise<string> {
  const { code, stdout } = await runCli(['rules', '--format', format]);
  expect(code).toBe(0);
  return stdout;
}

test('writes docs/rules.md', async () => {
  expect(readFileSync(join(packageRoot, 'docs/rules.md'), 'utf8')).toBe(await print('markdown'));
});

test('lists each rule with its provenance, clause, scope and counterexamples', async () => {
  const listed = JSON.parse(await print('json'));
  expect(listed).toHaveLength(rules.length);
  expect(listed[0]).toMatchObject({
    id: expect.any(String),
    title: expect.any(String),
    provenance: expect.stringMatching(/^(documented|standard|assumed)$/),
    clause: expect.any(String),
    scope: expect.any(String),
    family: expect.any(String),
    counterexamples: expect.arrayContaining([expect.any(String)]),
  });
  const text = await print('text');
  for (const { id, title } of rules)
    expect(text).toMatch(new RegExp(`^${id} +${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, 'm'));
});
