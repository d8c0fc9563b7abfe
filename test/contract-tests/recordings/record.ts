import { readFileSync, writeFileSync } from 'node:fs';
import { rules } from '../../../contract-tests/rules/index.ts';
import type { Rule } from '../../../contract-tests/rules/rule.ts';
import { createRuleContext } from '../../../contract-tests/run/evaluate.ts';
import { createTransport } from '../../../contract-tests/run/http/transport.ts';
import type { Observations } from '../../../contract-tests/run/observations.ts';
import { runContractTests } from '../../../contract-tests/run/run-contract-tests.ts';
import { createMock } from '../../../mock/index.ts';
import { readContract } from '../../../src/openapi/read/read-contract.ts';
import { brokenChoices } from '../../lab/streams/broken-choices.ts';
import type { LabApi } from '../../lab/streams/frame.ts';
import { streamApis } from '../../lab/streams/index.ts';
import { type ServerChoice, serveStream } from '../../lab/streams/serve-stream.ts';
import { connectTo, inProcessUrl } from '../../support/in-process.ts';
import { runContract } from '../../support/run-contract.ts';
import { documentOf, encode, type Recording, recordingsFile } from './recording.ts';
import { runWithFault } from './run-with-fault.ts';
import { shrink } from './shrink.ts';

// Records what each rule reads of a server that passes it and of one that fails it: of the rules that are named, or of
// those that have no recording.

/** Concurrent runs: they mostly wait for each other's turns. */
const concurrency = 6;

const named = process.argv.slice(2);
const known: Recording[] = readRecordings();
const wanted = rules.filter(({ id }) =>
  named.length > 0 ? named.includes(id) : !known.some(({ rule }) => rule === id),
);
const conforming = new Map<string, Promise<Observations>>();
const recorded: Recording[] = [];

const queue = [...wanted];
await Promise.all(
  Array.from({ length: concurrency }, async () => {
    for (let rule = queue.shift(); rule; rule = queue.shift()) {
      recorded.push(await record(rule));
      process.stdout.write(`${rule.id}\n`);
    }
  }),
);
const kept = known.filter(({ rule }) => rules.some(({ id }) => id === rule) && !wanted.some(({ id }) => id === rule));
const all = [...kept, ...recorded].sort((one, other) => (one.rule < other.rule ? -1 : 1));
writeFileSync(recordingsFile, `[\n${all.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);

function readRecordings(): Recording[] {
  try {
    return JSON.parse(readFileSync(recordingsFile, 'utf8'));
  } catch {
    return [];
  }
}

async function record(rule: Rule): Promise<Recording> {
  const [fault] = rule.counterexamples;
  const stream = fault === undefined ? brokenStream(rule.id) : undefined;
  if (fault === undefined && !stream) throw new Error(`${rule.id} has no counterexample to record.`);
  const api = stream?.api.name ?? 'chat';
  const broken = stream ? await runStream(stream.api, stream.choice) : (await runWithFault(fault!)).seen;
  const good = await (conforming.get(api) ?? remember(api, stream?.api));
  const context = createRuleContext(documentOf(api), good);
  const check = (seen: Observations) => rule.check({ ...context, seen });
  const { violations } = check(broken);
  const [first] = violations;
  if (!first) throw new Error(`${rule.id} was not violated.`);
  const fails = shrink(broken, (seen) => check(seen).violations.some(({ message }) => message === first.message));
  const operation = check(good).exercised[first.operation] ? first.operation : undefined;
  const passes = shrink(good, (seen) => {
    const result = check(seen);
    const count = operation === undefined ? Object.keys(result.exercised).length : (result.exercised[operation] ?? 0);
    return count > 0 && result.violations.length === 0;
  });
  return { rule: rule.id, api, passes: encode(passes), fails: encode(fails) };
}

function brokenStream(id: string): { api: LabApi; choice: ServerChoice } | undefined {
  for (const api of streamApis) {
    const found = Object.values(brokenChoices(api)).find(([rule]) => rule === id);
    if (found) return { api, choice: found[1] };
  }
  return undefined;
}

function remember(name: string, api: LabApi | undefined): Promise<Observations> {
  const run = api ? runStream(api, {}) : runMock();
  conforming.set(name, run);
  return run;
}

async function runMock(): Promise<Observations> {
  const mock = createMock({ token: 'the-right-token', speed: 4 });
  const { seen } = await runContract(inProcessUrl, { examples: 5 }, { connect: connectTo(mock) });
  return seen;
}

async function runStream(api: LabApi, choice: ServerChoice): Promise<Observations> {
  const server = serveStream(api, 'the-right-token', choice);
  const { seen } = await runContractTests(
    { contract: readContract(documentOf(api.name)), baseUrl: inProcessUrl, token: 'the-right-token', strict: true },
    { connect: (options, signal) => createTransport(options, signal, (url, init) => server(new Request(url, init))) },
  );
  return seen;
}
