import { expectTypeOf, test } from 'vitest';
import { defineRule, nothingChecked } from '../../contract-tests/rules/rule.ts';
import type { Observations } from '../../contract-tests/run/observations.ts';

const facts = {
  id: 'a-rule',
  title: 'A rule',
  clause: 'A clause.',
  provenance: 'documented',
  scope: 'chat-api',
  family: 'list',
  counterexamples: [],
  requires: 'a list',
} as const;

test('a rule reads the observations of the probes that it needs, and no others', () => {
  defineRule({
    ...facts,
    needs: ['paging'],
    check: ({ seen }) => {
      expectTypeOf(seen.walks).toEqualTypeOf<Observations['walks']>();
      expectTypeOf(seen.exchanges).toEqualTypeOf<Observations['exchanges']>();
      // @ts-expect-error: turns are observed by other probes
      void seen.turns;
      // @ts-expect-error: how long a run took is no observation of a probe
      void seen.durationMs;
      return nothingChecked;
    },
  });
});

test('a rule that needs all probes reads everything', () => {
  defineRule({
    ...facts,
    needs: 'all',
    check: ({ seen }) => {
      expectTypeOf(seen).toEqualTypeOf<Pick<Observations, keyof Observations>>();
      return nothingChecked;
    },
  });
});

test('a probe that does not exist cannot be needed', () => {
  // @ts-expect-error: there is no such probe
  defineRule({ ...facts, needs: ['pages'], check: () => nothingChecked });
});
