import { describe, expect, test } from 'vitest';
import { rules } from '../../../contract-tests/rules/index.ts';
import { createRuleContext } from '../../../contract-tests/run/evaluate.ts';
import recordings from './recorded-observations.json' with { type: 'json' };
import { decode, documentOf, type Encoded, type Recording } from './recording.ts';

const all = recordings as unknown as Recording[];
const contexts = new Map(
  [...new Set(all.map(({ api }) => api))].map((api) => [api, createRuleContext(documentOf(api), decode(nothing()))]),
);

function nothing(): Encoded {
  return { objects: [], seen: {} };
}

/** Checks a rule on its recording of a run. */
function check({ rule: id, api }: Recording, encoded: Encoded) {
  const rule = rules.find((one) => one.id === id);
  if (!rule) throw new Error(`There is no rule ${id}.`);
  return rule.check({ ...contexts.get(api)!, seen: decode(encoded) });
}

test('has recordings of a passing and a failing server for every rule (npm run record:rules)', () => {
  expect(all.map(({ rule }) => rule).sort()).toEqual(rules.map(({ id }) => id).sort());
});

describe.each(all)('$rule', (recording) => {
  test('passes on the recording of a correct server', () => {
    const { exercised, violations } = check(recording, recording.passes);
    expect(violations.map(({ message, received }) => `${message} ${received}`)).toEqual([]);
    expect(Object.keys(exercised)).not.toEqual([]);
  });

  test('fails on the recording of a faulty server, with expected and received values', () => {
    const [violation] = check(recording, recording.fails).violations;
    expect(violation).toMatchObject({
      message: expect.stringMatching(/^\S.*\.$/s),
      expected: expect.stringMatching(/./),
      received: expect.stringMatching(/./),
    });
  });

  test('is not checked without observations', () => {
    expect(check(recording, nothing())).toEqual({ exercised: {}, violations: [] });
  });
});
