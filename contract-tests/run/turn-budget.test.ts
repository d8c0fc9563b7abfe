import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createTurnBudget } from './turn-budget.ts';

test('starts no more turns than allowed, whatever the server accepts', async () => {
  const request = fc.record({
    kind: fc.constantFrom('essential' as const, 'turn' as const, 'risk' as const),
    taken: fc.boolean(),
    again: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.nat(14), fc.nat(4), fc.array(request, { maxLength: 60 }), async (most, essential, requests) => {
      const budget = createTurnBudget(most, essential);
      let onServer = 0;
      await Promise.all(
        requests.map(async ({ kind, taken, again }) => {
          const place = await budget.take(kind);
          if (!place) return;
          await Promise.resolve();
          if (again) {
            onServer += 1;
            if (!(await place.renew())) return;
          }
          if (taken) onServer += 1;
          if (taken) place.spend();
          place.release();
        }),
      );
      expect(onServer).toBeLessThanOrEqual(most);
      expect(budget.spent).toBe(onServer);
    }),
  );
});

test('waits for a pending request, and skips a request once no place can become free', async () => {
  const budget = createTurnBudget(1);
  const first = await budget.take('risk');
  const second = budget.take('turn');
  const third = budget.take('turn');
  first?.release();
  (await second)?.spend();
  expect(await third).toBeUndefined();
  expect(budget).toMatchObject({ spent: 1, leftOut: 1 });
});

test('reserves half of the turns for conversations on a server that accepts everything', async () => {
  const budget = createTurnBudget(12);
  for (let request = 0; request < 40; request += 1) (await budget.take('risk'))?.spend();
  expect(budget.spent).toBe(6);
  expect(await budget.take('turn')).toBeDefined();
});

test('reserves one turn for requests that a server should reject', async () => {
  const budget = createTurnBudget(12);
  for (let turn = 0; turn < 40; turn += 1) (await budget.take('turn'))?.spend();
  expect(budget.spent).toBe(11);
  for (let request = 0; request < 40; request += 1) (await budget.take('risk'))?.release();
  expect(await budget.take('risk')).toBeDefined();
});

test('reserves a turn for each essential request, however many others there are', async () => {
  const budget = createTurnBudget(12, 2);
  for (let turn = 0; turn < 40; turn += 1) {
    (await budget.take('turn'))?.spend();
    (await budget.take('risk'))?.spend();
  }
  expect(budget.spent).toBe(10);
  for (let turn = 0; turn < 2; turn += 1) (await budget.take('essential'))?.spend();
  expect(budget.spent).toBe(12);
  const open = createTurnBudget(12, 2);
  for (let turn = 0; turn < 40; turn += 1) (await open.take('turn'))?.spend();
  expect(open.spent).toBe(9);
  open.endEssentials();
  expect(await open.take('turn')).toBeDefined();
});
