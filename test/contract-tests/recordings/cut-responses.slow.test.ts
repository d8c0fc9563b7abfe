import { expect, test } from 'vitest';
import { rules } from '../../../contract-tests/rules/index.ts';
import { createRuleContext } from '../../../contract-tests/run/evaluate.ts';
import document from '../../../generated/openapi.json' with { type: 'json' };
import { createMock } from '../../../mock/index.ts';
import { connectTo, inProcessUrl } from '../../support/in-process.ts';
import { runContract } from '../../support/run-contract.ts';

test('checks no rule on a response that is missing or was cut by the run', { timeout: 300_000 }, async () => {
  const mock = createMock({ token: 'the-right-token', speed: 4 });
  const { seen } = await runContract(inProcessUrl, {}, { connect: connectTo(mock) });
  const context = createRuleContext(document, seen);
  const violations = () => rules.flatMap((rule) => rule.check(context).violations.map(({ message }) => message));
  expect(violations()).toEqual([]);

  const turns = new Set(seen.turns.map(({ exchange }) => exchange));
  const exchanges = seen.exchanges.filter((exchange) => exchange.response && !turns.has(exchange));
  expect(exchanges.length).toBeGreaterThan(100);
  for (const exchange of exchanges) {
    const response = exchange.response!;
    const kind = `${exchange.operation} that ${exchange.purpose}: ${response.status}`;
    const { json: _, ...head } = response;
    exchange.failure = { kind: 'timeout', message: 'The server sent nothing for 5000 ms.' };
    exchange.response = { ...head, text: response.text.slice(0, 5) };
    expect(violations(), `cut: ${kind}`).toEqual([]);
    delete exchange.response;
    expect(violations(), `missing: ${kind}`).toEqual([]);
    delete exchange.failure;
    exchange.response = response;
  }
});
