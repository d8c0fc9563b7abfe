import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runContractTests } from '../contract-tests/run/run-contract-tests.ts';
import document from '../generated/openapi.json' with { type: 'json' };
import { readContract } from '../src/openapi/contract.ts';
import { brokenServers } from '../test/lab/broken.ts';
import { conformingServers } from '../test/lab/conforming.ts';
import { hostileServers } from '../test/lab/hostile.ts';
import type { Override } from '../test/lab/reference/behaviour.ts';
import { laboratoryToken, startServer } from '../test/lab/reference-server.ts';
import { findHarm, survive } from '../test/lab/survive.ts';
import { brokenRules } from '../test/support/run-contract.ts';

/** What the runner said of one server. */
interface Verdict {
  name: string;
  clause: string;
  seconds: number;
  /** `rule: message`, a line each. */
  blamed: string[];
  /** The violated rules, sorted. */
  rules: string[];
  /** Why there is no verdict. */
  failure?: string;
}

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    name: { type: 'string', default: '' },
    at: { type: 'string', default: '4' },
    /** How long a broken server may be silent, in milliseconds: more on a busy machine. */
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
): Promise<Verdict> {
  const server = await startServer(override);
  const startedAt = performance.now();
  const verdict: Verdict = { name, clause, seconds: 0, blamed: [], rules: [] };
  try {
    const { report, outcomes } = await runContractTests(
      { contract, baseUrl: server.url, token: laboratoryToken, timeout, strict: true },
      { signal: AbortSignal.timeout(120_000) },
    );
    verdict.blamed = outcomes.flatMap(({ violations }) =>
      violations.map(
        ({ rule, operation, message, expected, received }) =>
          `${rule} [${operation}]: ${message} | expected ${cut(expected)} | received ${cut(received)}`,
      ),
    );
    verdict.rules = brokenRules(outcomes);
    if (report.stopped !== undefined) verdict.failure = `stopped: ${report.stopped}`;
    else if (report.leftBehind.length > 0) verdict.failure = `left behind: ${JSON.stringify(report.leftBehind[0])}`;
  } catch (error) {
    verdict.failure = String(error);
  } finally {
    verdict.seconds = (performance.now() - startedAt) / 1000;
    await server.close();
  }
  return verdict;
}

const cut = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** Maps with at most `most` under way. */
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
  const verdicts = await mapSome(chosen(brokenServers), Number(options.at), async (server) => {
    const verdict = await judge(server, Number(options.timeout));
    if (options.verbose) print(describe(verdict));
    return verdict;
  });
  if (options.record !== undefined) {
    const lines = verdicts.map(({ name, rules }) => `  ${JSON.stringify(name)}: ${JSON.stringify(rules)}`);
    writeFileSync(options.record, `{\n${lines.join(',\n')}\n}\n`);
  }
  const caught = ({ blamed }: Verdict) => blamed.length > 0;
  print(`\nBROKEN: caught ${verdicts.filter(caught).length} of ${verdicts.length} (strict)`);
  for (const family of new Set(verdicts.map(familyOf))) {
    const own = verdicts.filter((verdict) => familyOf(verdict) === family);
    print(`  ${family}: ${own.filter(caught).length} of ${own.length}`);
  }
  for (const { name, clause, failure } of verdicts.filter((verdict) => !caught(verdict))) {
    print(`  MISSED ${name} (${clause})${failure ? `, but the run failed: ${failure}` : ''}`);
  }
}

const familyOf = ({ name }: Verdict) => name.slice(0, name.indexOf('/'));

const describe = ({ name, seconds, blamed, failure }: Verdict) =>
  [`${name} (${seconds.toFixed(1)} s)${failure ? ` ${failure}` : ''}`, ...blamed.slice(0, 3)].join('\n    ');

async function tryConforming(): Promise<void> {
  const servers = chosen(conformingServers);
  const verdicts = await mapSome(servers, Math.min(3, Number(options.at)), (server) => judge(server, 10_000));
  const bad = verdicts.filter(({ blamed, failure }) => blamed.length > 0 || failure !== undefined);
  print(`\nCONFORMING: blamed ${bad.length} of ${verdicts.length}`);
  for (const { name, clause, failure, blamed } of bad) {
    print(`  BLAMED ${name} (${clause})${failure ? ` ${failure}` : ''}`);
    for (const line of blamed.slice(0, 6)) print(`    ${line}`);
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
