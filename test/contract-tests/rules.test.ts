import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clauses } from '../../contract-tests/rules/clauses.ts';
import { rules } from '../../contract-tests/rules/index.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { runCli } from '../support/run-cli.ts';

test('every clause has a rule that exists, and every rule a clause', () => {
  const named = clauses.flatMap((clause) => clause.rules);
  expect(clauses.filter((clause) => clause.rules.length === 0)).toEqual([]);
  expect(named.filter((id) => !rules.some((rule) => rule.id === id))).toEqual([]);
  expect(rules.map(({ id }) => id).filter((id) => !named.includes(id))).toEqual([]);
});

test('docs/rules.md is what the command writes', async () => {
  const { stdout, code } = await runCli(['rules', '--format', 'markdown']);
  expect(code).toBe(0);
  expect(readFileSync(join(packageRoot, 'docs/rules.md'), 'utf8')).toBe(stdout);
});

test('each rule is listed with its provenance, clause and counterexamples', async () => {
  const { stdout } = await runCli(['rules', '--format', 'json']);
  const listed = JSON.parse(stdout);
  expect(listed).toHaveLength(rules.length);
  expect(listed[0]).toEqual({
    id: expect.any(String),
    title: expect.any(String),
    provenance: expect.stringMatching(/^(documented|standard|assumed)$/),
    clause: expect.any(String),
    family: expect.any(String),
    counterexamples: expect.arrayContaining([expect.any(String)]),
  });
});
