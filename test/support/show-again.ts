import { execFile } from 'node:child_process';
import { reproduce } from '../../contract-tests/report/reproduction/reproduce.ts';
import type { Outcome } from '../../contract-tests/run/evaluate.ts';
import type { Observations } from '../../contract-tests/run/observations.ts';
import document from '../../generated/openapi.json' with { type: 'json' };
import type { RunningMock } from '../../mock/index.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';

const contract = readContract(document);

/**
 * A machine may be busy, so the time is generous; of a stream that never ends, the events in this many milliseconds
 * suffice.
 */
const patience = { usual: 30_000, endless: 3_000 };

/** The evidence of faults that appear after a disconnect: the amount of streamed events differs each time. */
const telling: Readonly<Record<string, RegExp>> = {
  'abandoned-turn-vanishes': /"type":"user_input"/g,
  'job-metadata-hides-error': /"is_error":\w+/g,
};

/** Replayed at real speed: a turn that ends before the shell disconnects or sends another one shows nothing. */
const paced = new Set(['concurrent-turn-accepted', 'stream-in-one-burst']);
const replaySpeed = 4;
/** curl leaves when it cannot write an event to awk, which has ended: enough of the turn must be left by then. */
const leavingSpeed = 1;

/** The shell lines of the first violations. */
export function reproductions(seen: Observations, outcomes: readonly Outcome[]): string[] {
  return outcomes
    .flatMap(({ violations }) => violations)
    .slice(0, 3)
    .map((violation) => reproduce(seen, contract, violation));
}

/** The order of violations, and the amount of streamed events, vary: one of the first must reproduce the fault. */
export async function isShownAgain(mock: RunningMock, fault: string, blocks: readonly string[]): Promise<boolean> {
  for (const lines of blocks) {
    const speed = lines.includes('| awk ') ? leavingSpeed : paced.has(fault) ? replaySpeed : 'max';
    mock.configure({ speed, faults: [fault] });
    if (await showAgain(mock, fault, lines)) return true;
  }
  return false;
}

/**
 * True if shell lines reproduce a fault of a mock: a response names the fault, or the same lines without the fault, and
 * no other change, print something else.
 */
async function showAgain(mock: RunningMock, fault: string, lines: string): Promise<boolean> {
  const shown = await runShell(mock, lines);
  if (new RegExp(`^x-mock-fault: .*${fault}`, 'm').test(shown)) return true;
  const pattern = telling[fault];
  const readable = (text: string) => (pattern ? String(text.match(pattern)) : comparable(text));
  const right: string[] = [];
  // Evidence is the same in each replay; of other output, only a second replay shows what varies.
  for (let time = 0; time < (pattern ? 1 : 2); time += 1) {
    const { speed } = mock.settings();
    await mock.reset('none');
    mock.configure({ speed, faults: [] });
    right.push(readable(await runShell(mock, lines)));
  }
  return right.every((one) => one === right[0]) && readable(shown) !== right[0];
}

async function runShell({ token, settings }: RunningMock, lines: string): Promise<string> {
  const timeout = settings().faults.includes('stream-never-ends') ? patience.endless : patience.usual;
  const env = { PATH: process.env.PATH, LLAMA_CLOUD_API_KEY: token };
  return new Promise((resolve) => {
    execFile(
      'bash',
      ['-c', `curl() { command curl -s "$@"; }; exec 2>&1\n${lines}`],
      { env, timeout },
      (_error, stdout) => resolve(stdout),
    );
  });
}

/** Replaces values that differ between runs: ids, times and tokens. Headers are removed. */
function comparable(text: string): string {
  return text
    .replaceAll(/^(?!data)[\w-]+: .*\r?\n/gm, '')
    .replaceAll(/"duration_ms":[\d.]+/g, '"duration_ms":0')
    .replaceAll(/_[0-9a-f]{8,}/g, '_ID')
    .replaceAll(/"next_page_token":"[^"]*"/g, '"next_page_token":"…"')
    .replaceAll(/\d{4}-\d\d-\d\dT(\d\d):[\d:.]+Z?/g, 'at $1 h');
}
