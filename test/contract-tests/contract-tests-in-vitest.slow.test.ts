import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { contractTests } from '../../contract-tests/vitest.ts';
import { type RunningMock, startMock } from '../../mock/index.ts';
import { runProgram } from '../support/run-process.ts';

let mock: RunningMock | undefined;

afterAll(() => mock?.close());

describe('the rules in a suite of ones own', () => {
  contractTests({
    baseUrl: async () => {
      mock = await startMock({ speed: 8 });
      return mock.url;
    },
    strict: true,
    rules: ['status-documented', 'credential-required', 'stream-end-once', 'history-equals-stream'],
    failOnUnexercised: true,
    examples: 2,
  });
});

test('contract.test.ts tests the server at LLAMA_CLOUD_BASE_URL', async () => {
  const mock = await startMock({ speed: 8, faults: ['no-allow'] });
  onTestFinished(() => mock.close());
  const args = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'contract-tests/vitest.config.ts'];
  const { code, stdout, stderr } = await runProgram(process.execPath, args, {
    LLAMA_CLOUD_BASE_URL: mock.url,
    NO_COLOR: '1',
  });
  expect(code, stdout).toBe(1);
  expect(stdout).toMatch(/Tests .*1 failed/);
  expect(stderr).toContain('contract.test.ts > methods > allow-names-methods');
});
