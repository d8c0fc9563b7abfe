import { expect, test } from 'vitest';
import { rules } from '../../contract-tests/rules/index.ts';
import expectedRules from '../lab/broken/expected-rules.json' with { type: 'json' };
import { brokenServers } from '../lab/broken.ts';

const ids = new Set<string>(rules.map(({ id }) => id));

test('names the rules that detect each broken server of the lab', () => {
  expect(brokenServers.filter((server) => server.rules.length === 0).map(({ name }) => name)).toEqual([]);
  const unknown = brokenServers.filter((server) => server.rules.some((id) => !ids.has(id)));
  expect(unknown.map(({ name }) => name)).toEqual([]);
});

test('expects violations only of servers of the lab, whose names are unique', () => {
  const names = brokenServers.map(({ name }) => name).sort();
  expect(new Set(names).size).toBe(names.length);
  expect(Object.keys(expectedRules).sort()).toEqual(names);
});
