import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Outcome } from '../../contract-tests/run/evaluate.ts';
import { runContractTests, selectRules } from '../../contract-tests/run/run-contract-tests.ts';
import { deriveFaults } from '../../mock/faults/derived/derive-faults.ts';
import type { Fault } from '../../mock/faults/fault.ts';
import { createMock } from '../../mock/index.ts';
import { readScenarioFolder } from '../../mock/node/scenario-folder.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { streamApis } from '../lab/streams/index.ts';
import { connectTo, inProcessUrl } from '../support/in-process.ts';
import { brokenRules } from '../support/run-contract.ts';

const token = 'the-right-token';

/** Rules that read streams. The others send most of a run's requests, which a fault of a stream does not affect. */
const ofStreams = new Set(['framing', 'responses', 'stream', 'turns']);

/** A strict run against the mock of a document, with its scenarios; with faults, by the rules that read streams. */
async function run(folder: string, faults: string[], scenario?: string) {
  const contract = readContract(parse(readFileSync(join(folder, 'openapi.yaml'), 'utf8')));
  const mock = createMock({
    document: contract.document,
    scenarios: readScenarioFolder(join(folder, 'scenarios')).filter(({ path }) => !scenario || path.includes(scenario)),
    builtinScenarios: false,
    seed: 'none',
    speed: 'max',
    token,
    faults,
    ...(scenario === undefined ? {} : { scenario }),
  });
  const rules = selectRules({ contract }).filter(({ family }) => faults.length === 0 || ofStreams.has(family));
  const { outcomes } = await runContractTests(
    { contract, baseUrl: inProcessUrl, token, strict: true, timeout: 15_000, rules: rules.map(({ id }) => id) },
    { connect: connectTo(mock) },
  );
  await mock.close();
  return outcomes;
}

/** The violated rules of the first run that shows more than the scenario alone. */
async function firstSpoiled(
  scenarios: readonly (string | undefined)[],
  judge: (scenario: string | undefined) => Promise<Outcome[]>,
): Promise<string[]> {
  for (const scenario of scenarios) {
    const found = brokenRules(await judge(scenario));
    if (found.length > 0) return found;
  }
  return [];
}

/** The rule of the contract tests for a rule of a protocol: `lifecycle-closed: block`. */
function ruleOf(breaks: string): string {
  const rule = breaks.replace(/: .*/s, '');
  return rule === 'data-json' ? 'stream-data-is-json' : `stream-${rule}`;
}

/**
 * The faults of a document, as name and violated rule: the first for each rule, because a run of every fault takes a
 * quarter of an hour. With EVERY_FAULT set, all of them.
 */
function onePerRule(faults: readonly Fault[]): [name: string, violated: string][] {
  const named = faults.map(({ name, violates = '' }): [string, string] => [name, violates]);
  if (process.env.EVERY_FAULT) return named;
  return [...new Map(named.reverse().map((one) => [ruleOf(one[1]), one])).values()].reverse();
}

describe.each(streamApis.map(({ name }) => name))('the mock of %s', { timeout: 240_000 }, (name) => {
  const folder = join(packageRoot, 'examples/streams', name);
  const contract = readContract(parse(readFileSync(join(folder, 'openapi.yaml'), 'utf8')));
  const scenarios = readdirSync(join(folder, 'scenarios')).map((file) => file.replace(/\.sse$/, ''));

  test('satisfies the document with its scenarios', async () => {
    const outcomes = await run(folder, []);
    expect(outcomes.flatMap(({ rule, violations }) => violations.map(({ message }) => `${rule}: ${message}`))).toEqual(
      [],
    );
  });

  test.each(onePerRule(deriveFaults(contract.operations)))(
    'with %s violates %s and no other rule',
    async (fault, violated) => {
      // If the scenarios of the request examples do not exercise a rule, another scenario does.
      const spoiled = await firstSpoiled([undefined, ...scenarios], (scenario) => run(folder, [fault], scenario));
      expect(spoiled).toEqual([ruleOf(violated)]);
    },
  );
});
