import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runContractTests } from '../contract-tests/run/run-contract-tests.ts';
import document from '../generated/openapi.json' with { type: 'json' };
import { readContract } from '../src/openapi/read/read-contract.ts';
import { brokenServers } from '../test/lab/broken.ts';
import { conformingServers } from '../test/lab/conforming.ts';
import { hostileServers } from '../test/lab/hostile.ts';
import type { Override } from '../test/lab/reference/behaviour.ts';
import { laboratoryToken, startServer } from '../test/lab/reference-server.ts';
import { findHarm, survive } from '../test/lab/survive.ts';
import { brokenRules } from '../test/support/run-contract.ts';

/** The result of a run against one server. */
interface Result {
  name: string;
  clause: string;
  seconds: number;
  /** `rule: message`, one per line. */
  violations: string[];
  /** The violated rules, sorted. */
  rules: string[];
  /** Why the run was incomplete. */
  failure?: string;
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    name: { type: 'string', default: '' },
    at: { type: 'string', default: '4' },
    /** Maximum silence of a server, in milliseconds: more on a busy machine. */
    timeout: { type: 'string', default: '5000' },
    verbose: { type: 'boolean', default: false },
    record: { type: 'string' },
  },
});

const contract = readContract(document);
const print = (line: string) => process.stdout.write(`${line}\n`);

/** Runs the contract tests in this process against a server with `override`. */
async function judge(
  { name, clause, override }: { name: string; clause: string; override: Override },
  timeout: number,
): Promise<Result> {
  const server = await startServer(override);
  const startedAt = performance.now();
  const result: Result = { name, clause, seconds: 0, violations: [], rules: [] };
  try {
    const { report, outcomes } = await runContractTests(
      { contract, baseUrl: server.url, token: laboratoryToken, timeout, strict: true },
      { signal: AbortSignal.timeout(120_000) },
    );
    result.violations = outcomes.flatMap(({ violations }) =>
      violations.map(
        ({ rule, operation, message, expected, received }) =>
          `${rule} [${operation}]: ${message} | expected ${cut(expected)} | received ${cut(received)}`,
      ),
    );
    result.rules = brokenRules(outcomes);
    if (report.stopped !== undefined) result.failure = `stopped: ${report.stopped}`;
    else if (report.leftBehind.length > 0) result.failure = `left behind: ${JSON.stringify(report.leftBehind[0])}`;
  } catch (error) {
    result.failure = String(error);
  } finally {
    result.seconds = (performance.now() - startedAt) / 1000;
    await server.close();
  }
  return result;
}

const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** Maps with at most `most` pending promises. */
async function mapSome<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length) {
      const place = next++;
      results[place] = await work(items[place] as Item);
    }
  };
  await Promise.all(Array.from({ length: most }, worker));
  return results;
}

const chosen = <Item extends { name: string }>(items: readonly Item[]) =>
  items.filter(({ name }) => name.includes(options.name));

async function tryBroken(): Promise<void> {
  const results = await mapSome(chosen(brokenServers), Number(options.at), async (server) => {
    const result = await judge(server, Number(options.timeout));
    if (options.verbose) print(describe(result));
    return result;
  });
  if (options.record !== undefined) {
    const lines = results.map(({ name, rules }) => `  ${JSON.stringify(name)}: ${JSON.stringify(rules)}`);
    writeFileSync(options.record, `{\n${lines.join(',\n')}\n}\n`);
  }
  const caught = ({ violations }: Result) => violations.length > 0;
  print(`\nBROKEN: caught ${results.filter(caught).length} of ${results.length} (strict)`);
  for (const family of new Set(results.map(familyOf))) {
    const own = results.filter((result) => familyOf(result) === family);
    print(`  ${family}: ${own.filter(caught).length} of ${own.length}`);
  }
  for (const { name, clause, failure } of results.filter((result) => !caught(result))) {
    print(`  MISSED ${name} (${clause})${failure ? `, but the run failed: ${failure}` : ''}`);
  }
}

const familyOf = ({ name }: Result) => name.slice(0, name.indexOf('/'));

const describe = ({ name, seconds, violations, failure }: Result) =>
  [`${name} (${seconds.toFixed(1)} s)${failure ? ` ${failure}` : ''}`, ...violations.slice(0, 3)].join('\n    ');

async function tryConforming(): Promise<void> {
  const servers = chosen(conformingServers);
  const results = await mapSome(servers, Math.min(3, Number(options.at)), (server) =>
    judge(server, Math.max(10_000, Number(options.timeout))),
  );
  const bad = results.filter(({ violations, failure }) => violations.length > 0 || failure !== undefined);
  print(`\nCONFORMING: ${bad.length} of ${results.length} reported as broken`);
  for (const { name, clause, failure, violations } of bad) {
    print(`  WRONGLY REPORTED ${name} (${clause})${failure ? ` ${failure}` : ''}`);
    for (const line of violations.slice(0, 6)) print(`    ${line}`);
  }
}

async function tryHostile(): Promise<void> {
  print('\nHOSTILE: exit code, seconds, peak memory of the process and its children, last line');
  await mapSome(chosen(hostileServers), Math.min(3, Number(options.at)), async (hostile) => {
    const survival = await survive(hostile);
    const wrong = [...findHarm(hostile, survival), ...(survival.seconds > 60 ? ['time'] : [])];
    const { code, seconds, megabytes, output } = survival;
    const last = cut(output.trim().split('\n').at(-1) ?? '');
    const verdict = wrong.length > 0 ? `FAILED (${wrong.join(', ')})` : 'ok';
    print(`  ${verdict} ${hostile.name}: exit ${code}, ${seconds.toFixed(1)} s, ${megabytes} MB\n      ${last}`);
  });
}

const parts = { broken: tryBroken, conforming: tryConforming, hostile: tryHostile };
for (const [name, run] of Object.entries(parts)) {
  if (options.only === undefined || options.only === name) await run();
}
process.exit();
