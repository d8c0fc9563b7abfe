import { Worker } from 'node:worker_threads';
import { describe, expect, test } from 'vitest';
import type { ContractTestRun } from '../../contract-tests/run/run-contract-tests.ts';
import { createMock } from '../../mock/mock.ts';
import { connectTo, inProcessUrl } from '../support/in-process.ts';
import { runContract } from '../support/run-contract.ts';

const busyLoop = `
  const until = Date.now() + 60_000;
  while (Date.now() < until) Math.sqrt(Math.random());
`;

async function withLoad<Result>(work: () => Promise<Result>): Promise<Result> {
  const workers = Array.from({ length: 3 }, () => new Worker(busyLoop, { eval: true }));
  try {
    return await work();
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** One run: its results without generated values. */
async function verdictOf(faults: string[], seed: number, baseline?: ContractTestRun['report']) {
  const mock = createMock({ token: 'the-right-token', speed: 4, seed: 'none', faults });
  try {
    const { report } = await runContract(
      inProcessUrl,
      { examples: 5, seed, ...(baseline ? { baseline } : {}) },
      { connect: connectTo(mock) },
    );
    const broken = [...new Set(report.violations.map(({ rule, operation }) => `${rule} ${operation}`))].sort();
    return { report, verdict: { conforms: report.conforms, stopped: report.stopped, broken } };
  } finally {
    await mock.close();
  }
}

/** The faults of a server, and the number of runs; during half of them, other threads keep the processors busy. */
describe.each<[string[], number]>([
  [[], 20],
  [['concurrent-turn-accepted'], 10],
  [['accepts-wrong-type'], 10],
])('a server with the faults %j', (faults, runs) => {
  test('gets the same verdict in every run, with and without load', { timeout: 600_000 }, async () => {
    const first = await verdictOf(faults, 1);
    for (let seed = 2; seed <= runs / 2; seed += 1) {
      expect((await verdictOf(faults, seed)).verdict, `seed ${seed}`).toEqual(first.verdict);
    }
    await withLoad(async () => {
      for (let seed = runs / 2 + 1; seed <= runs; seed += 1) {
        expect((await verdictOf(faults, seed)).verdict, `seed ${seed} under load`).toEqual(first.verdict);
      }
    });
  });

  test('passes with its own baseline, whatever the seed', { timeout: 300_000 }, async () => {
    const { report } = await verdictOf(faults, 1);
    for (const seed of [2, 3, 4]) {
      expect((await verdictOf(faults, seed, report)).report.conforms, `seed ${seed}`).toBe(true);
    }
  });
});
