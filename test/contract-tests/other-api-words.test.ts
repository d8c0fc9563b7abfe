import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rules } from '../../contract-tests/rules/index.ts';
import { isChatApi } from '../../contract-tests/rules/support/chat-api.ts';
import { rulesFor } from '../../contract-tests/rules/support/rules-for.ts';
import { readContract } from '../../src/openapi/read/read-contract.ts';
import { packageRoot } from '../../src/shared/package-root.ts';
import { startMuseum } from '../support/museum-server.ts';
import { mockForTest, runCli } from '../support/run-cli.ts';

/** Words of the Chat API that have no meaning for other APIs. */
const chatWords =
  /\b(turns?|sessions?|prompts?|index(es|_ids)?|tool_\w+|call_id|user_input|is_error|job_metadata|project_id|organization_id)\b|`stop`|\ba stop\b|Chat API|LLAMA_CLOUD/i;

/** Reasons why rules of the Chat API are skipped, and names that stay: rule ids, an option. */
const named = /The rule is about the Chat API.*|-session-|-turn-|--max-turns/g;

const specs = ['test/specs/museum-events.yaml', 'test/specs/telemetry.yaml', 'test/specs/completions.yaml'];
const examples = ['openai-chat', 'openai-responses', 'anthropic-messages', 'ai-sdk-ui', 'ag-ui'];

describe.each([...specs, ...examples.map((name) => `examples/streams/${name}/openapi.yaml`)])('%s', (file) => {
  test('has rules in the words of any API', () => {
    const contract = readContract(parse(readFileSync(join(packageRoot, file), 'utf8')));
    expect(isChatApi(contract)).toBe(false);
    const { applicable } = rulesFor(contract);
    expect(applicable.length).toBeGreaterThan(20);
    for (const { id, title, clause, requires } of applicable) {
      expect(`${title} ${clause} ${requires}`.match(chatWords)?.[0], id).toBeUndefined();
    }
  });
});

test('words each rule for any API separately if its words for the Chat API are specific', () => {
  const general = rules.filter(({ scope }) => scope !== 'chat-api');
  for (const rule of general) {
    const { id, title, clause, requires } = { ...rule, ...rule.otherApis };
    expect(`${title} ${clause} ${requires}`.match(chatWords)?.[0], id).toBeUndefined();
  }
});

/** The text of a run for people: the terminal, and the report without rule ids. */
async function readRun(spec: string, url: string, ...more: string[]) {
  const args = ['test', '--spec', join(packageRoot, spec), '--base-url', url, '--reporter', 'terminal', '--reporter'];
  const { stdout, stderr } = await runCli([...args, 'github', ...more], {
    LLAMA_CLOUD_API_KEY: 'museum:a-long-password',
  });
  return `${stdout}\n${stderr}`.replaceAll(named, '');
}

describe('a run against a broken server of another API', { timeout: 60_000 }, () => {
  test('uses no word of the Chat API', async ({ onTestFinished }) => {
    const museum = await startMuseum('price-as-text');
    onTestFinished(museum.close);
    const text = await readRun('test/specs/museum-events.yaml', museum.url);
    expect(text).toContain('$API_TOKEN');
    expect(text.match(chatWords)?.[0]).toBeUndefined();
  });

  test.each(['stream-cut', 'no-authentication', 'accepts-any-credential'])('that streams: %s', async (fault) => {
    const { url } = await mockForTest(['--spec', join(packageRoot, 'test/specs/telemetry.yaml'), '--fault', fault]);
    expect((await readRun('test/specs/telemetry.yaml', url)).match(chatWords)?.[0]).toBeUndefined();
  });

  test('that is unreachable or gets no credential', async () => {
    expect((await readRun('test/specs/museum-events.yaml', 'http://127.0.0.1:2')).match(/turn|session/)).toBe(null);
    expect((await readRun('test/specs/telemetry.yaml', 'http://127.0.0.1:2', '--plan')).match(chatWords)?.[0]).toBe(
      undefined,
    );
  });
});
